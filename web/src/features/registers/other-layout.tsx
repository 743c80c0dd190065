import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../../ui/states.tsx';
import type { Register } from './use-register.ts';

// Most people see the table only: the rest is loaded when it is asked for.
const BoardView = lazy(async () => ({ default: (await import('./board/board-view.tsx')).BoardView }));
const PhoneBoard = lazy(async () => ({ default: (await import('./board/phone-board.tsx')).PhoneBoard }));
const CalendarView = lazy(async () => ({ default: (await import('./calendar/calendar-view.tsx')).CalendarView }));
const CalendarArea = lazy(async () => ({ default: (await import('./calendar/calendar-view.tsx')).CalendarArea }));

interface Props {
  readonly register: Register;
  readonly phone: boolean;
}

/** The register as a board or as a calendar. */
export function OtherLayout({ register, phone }: Props) {
  const board = register.layout === 'board';
  const Shown = phone ? (board ? PhoneBoard : CalendarArea) : board ? BoardView : CalendarView;
  return (
    <Suspense fallback={<SkeletonRows rows={12} height={72} />}>
      <Shown register={register} />
    </Suspense>
  );
}
