import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { Assignment } from '../../assignments/assignments.ts';
import { choicesOf, type Choice } from '../../assignments/choices.ts';
import { useMe } from '../../session/me.ts';
import { stepFrom } from './neighbour.ts';

interface Desk {
  readonly items: readonly Assignment[];
  readonly current: Assignment | undefined;
  readonly open: (id: string | undefined) => void;
  readonly toggle: (id: string) => void;
  readonly answer: (assignment: Assignment, choice: Choice) => void;
  readonly ask: (choice: Choice) => void;
  readonly showHelp: () => void;
}

/** The desk without a mouse. Keys that are typed into a field are not taken. */
export function useDeskKeys({ items, current, open, toggle, answer, ask, showHelp }: Desk): void {
  const navigate = useNavigate();
  const me = useMe();
  const step = (by: number) => open(stepFrom(items, current?.id, by));
  const take = (wanted: (choice: Choice) => boolean) => {
    const choice = current && choicesOf(current, me.id).find(wanted);
    if (!choice) return;
    if (choice.reasonRequired) ask(choice);
    else answer(current, choice);
  };
  useHotkeys([
    ['J', () => step(1)],
    ['ArrowDown', () => step(1)],
    ['K', () => step(-1)],
    ['ArrowUp', () => step(-1)],
    ['A', () => take(({ weight }) => weight === 'main')],
    ['R', () => take(({ weight }) => weight === 'back')],
    ['E', () => take(({ kind, outcome }) => kind === 'complete' && outcome === undefined)],
    ['X', () => current && toggle(current.id)],
    ['O', () => current && void navigate({ to: '/documents/$id', params: { id: current.document.id } })],
    ['shift+?', showHelp],
    ['?', showHelp],
  ]);
}
