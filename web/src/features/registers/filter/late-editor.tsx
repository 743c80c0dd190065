import { lazy, Suspense, type ComponentProps } from 'react';
import { SkeletonRows } from '../../../ui/states.tsx';
import type { ConditionEditor } from './condition-editor.tsx';

const Editor = lazy(async () => ({ default: (await import('./condition-editor.tsx')).ConditionEditor }));

/** What puts a condition together, loaded when the first one is: it brings the inputs of all field types. */
export function LateEditor(props: ComponentProps<typeof ConditionEditor>) {
  return (
    <Suspense fallback={<SkeletonRows rows={2} height={60} />}>
      <Editor {...props} />
    </Suspense>
  );
}
