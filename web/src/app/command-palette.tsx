import { Palette } from '../features/search/palette.tsx';
import { useCommands } from './commands.tsx';

/** The search over everything, and what can be done from anywhere. */
export function CommandPalette({ asked }: { readonly asked: number }) {
  return <Palette commands={useCommands()} asked={asked} />;
}
