import { steppedNotice } from '../../documents/notices/noticed-events.js';
import { toldOfExtension, toldOfHanded, toldOfIssued, toldOfLateness, toldOfReport } from './assignment-notices.js';
import { toldOfComment, toldOfDecision, toldOfEnd, toldOfShare } from './document-notices.js';
import type { Notice, NoticeFacts, Told } from './notice.js';

/** Whom to tell what about a notice. Nobody is told who has left. */
export function planNotice(facts: NoticeFacts, notice: Notice): Told[] {
  return toldOf(facts, notice).filter(({ personId }) => facts.organisation.persons.get(personId)?.active);
}

/** A step of a route is several things at once: what its history tells, then what it issued. */
export function partsOf(notice: Notice): Notice[] {
  if (notice.event !== steppedNotice) return [notice];
  const { history, issued, run } = notice.detail;
  const told = list(history).flatMap((entry): Notice[] => {
    if (typeof entry !== 'object' || entry === null || !('event' in entry)) return [];
    const { event, detail } = entry as { event: string; detail?: Notice['detail'] };
    return [{ ...notice, event, detail: { run, ...detail } }];
  });
  return [
    ...told,
    ...list(issued).map((assignment) => ({ ...notice, event: 'assignment.issued', detail: { assignment } })),
  ];
}

function toldOf(facts: NoticeFacts, notice: Notice): Told[] {
  if (notice.event === 'comment.added') return toldOfComment(facts, notice);
  if (notice.event === 'document.shared') return toldOfShare(facts, notice);
  if (notice.event === 'route.finished' || notice.event === 'route.cancelled') return toldOfEnd(facts, notice);
  const assignment = facts.assignments.get(String(notice.detail['assignment']));
  if (!assignment) return [];
  if (notice.event === 'assignment.issued') return toldOfIssued(facts, notice, assignment);
  if (notice.event === 'assignment.completed') return toldOfDecision(facts, notice, assignment);
  return (
    toldOfHanded(facts, notice, assignment) ??
    toldOfLateness(facts, notice, assignment) ??
    toldOfReport(facts, notice, assignment) ??
    toldOfExtension(facts, notice, assignment) ??
    []
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
