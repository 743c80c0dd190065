import { TextInput } from '@mantine/core';
import { Suspense, type ReactNode } from 'react';
import type { InputLook } from '../field-kind.ts';

/** An input of the same size until the real one is loaded, so that nothing jumps. */
export function WhileLoading({ look, children }: { readonly look: InputLook; readonly children: ReactNode }) {
  return <Suspense fallback={<TextInput {...look} disabled />}>{children}</Suspense>;
}
