import { absenceOf } from '../../organisation/directory/queries.js';
import { isOpen } from '../../routes/assignments/assignment-life.js';
import type { HandedHow, Happening } from '../notification-events.js';
import type { Notice, NoticedAssignment, NoticeFacts, Told } from './notice.js';

/** What every happening about an assignment says. */
export function aboutAssignment(facts: NoticeFacts, assignment: NoticedAssignment) {
  return {
    instruction: assignment.instruction,
    dueAt: assignment.dueAt?.toISOString() ?? null,
    actingFor: nameOf(facts, assignment.actingForId),
  };
}

/** Tells a person of an assignment; `once` tells different times apart, without it the same is only renewed. */
export function tell(
  notice: Notice,
  assignment: NoticedAssignment,
  personId: string,
  happening: Happening,
  once = '',
): Told {
  return {
    personId,
    documentId: assignment.documentId,
    assignmentId: assignment.id,
    actorId: notice.actorId,
    at: notice.at,
    happening,
    key: [happening.event, assignment.id, once].filter(Boolean).join(':'),
    bellOnly: personId === notice.actorId,
  };
}

/** A new assignment: whoever has it now, or may take it. One that is over already is not told of. */
export function toldOfIssued(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] {
  const params = {
    ...aboutAssignment(facts, assignment),
    offered: assignment.performerId === null,
    again: assignment.again,
  };
  return holders(assignment).map((id) => tell(notice, assignment, id, { event: 'assignment.issued', params }));
}

const ways: Readonly<Record<string, HandedHow>> = {
  'assignment.delegate': 'delegate',
  'assignment.forward': 'forward',
  'assignment.release': 'release',
  'assignment.substituted': 'substitution',
  'assignment.came-back': 'back',
  'assignment.handed-over': 'escalation',
};

/** It came to somebody else. Undefined for a notice of another kind. */
export function toldOfHanded(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] | undefined {
  const how = ways[notice.event];
  if (how === undefined) return undefined;
  const before = new Set(idsIn(notice.detail['candidatesBefore']));
  return holders(assignment)
    .filter((id) => id !== notice.actorId && !before.has(id))
    .map((id) => {
      const params = { ...aboutAssignment(facts, assignment), how };
      return tell(notice, assignment, id, { event: 'assignment.handed', params }, notice.at.toISOString());
    });
}

/** The ladder: a reminder to whoever has it, a word to the heads. Undefined for a notice of another kind. */
export function toldOfLateness(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] | undefined {
  const rung = String(notice.detail['rung'] ?? '');
  const params = aboutAssignment(facts, assignment);
  if (notice.event === 'assignment.reminded') {
    return holders(assignment).map((id) =>
      tell(notice, assignment, id, { event: 'assignment.reminder', params }, rung),
    );
  }
  if (notice.event !== 'assignment.escalated') return undefined;
  const performer = holders(assignment)
    .flatMap((id) => nameOf(facts, id) ?? [])
    .join(', ');
  const heads = idsIn(notice.detail['peopleIds']);
  return heads.map((id) =>
    tell(notice, assignment, id, { event: 'assignment.overdue', params: { ...params, performer } }, rung),
  );
}

/** Reports, and what became of them. Undefined for a notice of another kind. */
export function toldOfReport(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] | undefined {
  const about = aboutAssignment(facts, assignment);
  const once = notice.at.toISOString();
  const performer = assignment.reportedBy ?? assignment.performerId;
  switch (notice.event) {
    case 'assignment.reported': {
      if (assignment.state !== 'reported') return [];
      const outcome = outcomeOf(assignment, notice.detail['outcome'])?.label ?? null;
      const comment = textOrNull(notice.detail['comment']);
      return withStandIn(facts, assignment, assignment.controllerId ?? assignment.leadId).map(({ id, inPlaceOf }) =>
        tell(
          notice,
          assignment,
          id,
          { event: 'assignment.reported', params: { ...about, outcome, comment, inPlaceOf } },
          once,
        ),
      );
    }
    case 'assignment.accepted': {
      const params = { ...about, comment: textOrNull(notice.detail['comment']) };
      return others(notice, performer).map((id) =>
        tell(notice, assignment, id, { event: 'assignment.accepted', params }),
      );
    }
    case 'assignment.returned': {
      const params = { ...about, reason: textOrNull(notice.detail['reason']) };
      return others(notice, performer).map((id) =>
        tell(notice, assignment, id, { event: 'assignment.returned', params }, once),
      );
    }
    case 'assignment.cancelled': {
      const params = { ...about, reason: textOrNull(notice.detail['reason']) };
      const had = assignment.performerId === null ? assignment.candidateIds : [assignment.performerId];
      return had
        .filter((id) => id !== notice.actorId)
        .map((id) => tell(notice, assignment, id, { event: 'assignment.cancelled', params }));
    }
    default:
      return undefined;
  }
}

/** Requests for more time. Undefined for a notice of another kind. */
export function toldOfExtension(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] | undefined {
  const about = aboutAssignment(facts, assignment);
  const once = notice.at.toISOString();
  const { detail } = notice;
  if (notice.event === 'extension.asked') {
    const decider = idsIn([detail['decider']])[0] ?? null;
    return withStandIn(facts, assignment, decider)
      .filter(({ id }) => id !== notice.actorId)
      .map(({ id, inPlaceOf }) => {
        const params = {
          ...about,
          askedDueAt: String(detail['dueAt']),
          reason: String(detail['reason'] ?? ''),
          inPlaceOf,
        };
        return tell(notice, assignment, id, { event: 'extension.asked', params }, once);
      });
  }
  if (notice.event !== 'extension.granted' && notice.event !== 'extension.denied') return undefined;
  const granted = notice.event === 'extension.granted';
  const dueAt = granted ? textOrNull(detail['dueAt']) : about.dueAt;
  const params = { ...about, granted, dueAt, answer: textOrNull(detail[granted ? 'answer' : 'reason']) };
  return others(notice, assignment.performerId).map((id) =>
    tell(notice, assignment, id, { event: 'extension.decided', params }, once),
  );
}

/** Whoever has it to do now, or may take it; nobody where it rests or is over. */
function holders({ state, performerId, candidateIds }: NoticedAssignment): readonly string[] {
  if (!isOpen(state) || state === 'suspended') return [];
  return performerId === null ? candidateIds : [performerId];
}

/** The person, and whoever acts for the person where that one is absent. */
function withStandIn(
  { organisation, atMs, documents }: NoticeFacts,
  { documentId }: NoticedAssignment,
  personId: string | null,
): { readonly id: string; readonly inPlaceOf: string | null }[] {
  if (personId === null) return [];
  const own = { id: personId, inPlaceOf: null };
  const substitute = absenceOf(organisation, personId, atMs, documents.get(documentId)?.matter ?? {})?.substitute;
  if (!substitute) return [own];
  return [own, { id: substitute.id, inPlaceOf: organisation.persons.get(personId)?.name ?? null }];
}

/** The outcome that was chosen, as the assignment offered it. */
export function outcomeOf(
  { outcomes }: Pick<NoticedAssignment, 'outcomes'>,
  key: unknown,
): NoticedAssignment['outcomes'][number] | undefined {
  if (typeof key !== 'string' || key === '') return undefined;
  return outcomes.find((outcome) => outcome.key === key) ?? { key, label: key, reasonRequired: false };
}

/** The person's name; null for nobody, the system, and those who are not known. */
export function nameOf({ organisation }: NoticeFacts, personId: string | null): string | null {
  return personId === null ? null : (organisation.persons.get(personId)?.name ?? null);
}

/** A text that is not empty. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The ids in a list of ids or people. */
function idsIn(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).flatMap((one) => {
    const id = typeof one === 'object' && one !== null && 'id' in one ? one.id : one;
    return typeof id === 'string' ? [id] : [];
  });
}

function others({ actorId }: Notice, personId: string | null): string[] {
  return personId === null || personId === actorId ? [] : [personId];
}
