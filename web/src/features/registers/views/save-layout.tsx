import { useMemo } from 'react';
import { layoutOf } from '../column-layout.ts';
import { columnsOf } from '../register-columns.ts';
import { layoutOfView } from '../register-state.ts';
import type { Register } from '../use-register.ts';
import { SaveView } from './save-view.tsx';

/** Keeps a register that is seen as a board or as a calendar, with the columns that its view has as a table. */
export function SaveLayout({ register }: { readonly register: Register }) {
  const { stream, state } = register;
  const { columns, widths } = state.view;
  const layout = useMemo(() => layoutOf(columns, columnsOf(stream.fields), widths), [columns, widths, stream]);
  if (!state.changed && register.layout === layoutOfView(state.view, {})) return null;
  return <SaveView register={register} layout={layout} onSaved={() => undefined} />;
}
