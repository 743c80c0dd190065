import { groupMembers, membersOf } from '../../organisation/directory/queries.js';
import type { Happening } from '../notification-events.js';
import { nameOf, outcomeOf, tell, textOrNull } from './assignment-notices.js';
import type { Notice, NoticedAssignment, NoticeFacts, Told } from './notice.js';

/** Of what was said, so much stands in a notification. */
const excerptLength = 200;

/** A decision is told to whoever started the route, or issued the assignment by hand. */
export function toldOfDecision(facts: NoticeFacts, notice: Notice, assignment: NoticedAssignment): Told[] {
  const outcome = outcomeOf(assignment, notice.detail['outcome']);
  const actingFor = notice.detail['actingFor'];
  const params = {
    step: assignment.step,
    outcome: outcome?.label ?? null,
    comment: textOrNull(notice.detail['comment']),
    actingFor:
      typeof actingFor === 'object' && actingFor !== null && 'name' in actingFor ? String(actingFor.name) : null,
  };
  const event = outcome?.reasonRequired ? 'decision.refused' : 'decision.taken';
  const starter = starterOf(facts, notice.documentId, assignment.startedBy ?? assignment.authorId);
  if (starter === null || starter === notice.actorId) return [];
  return [tell(notice, assignment, starter, { event, params })];
}

/** The end of a route is told to whoever started it. */
export function toldOfEnd(facts: NoticeFacts, notice: Notice): Told[] {
  const run = String(notice.detail['run']);
  const starter = starterOf(facts, notice.documentId, facts.starters.get(run) ?? null);
  const cancelled = notice.event === 'route.cancelled';
  if (starter === null || (cancelled && starter === notice.actorId)) return [];
  const params = { cancelled, reason: cancelled ? textOrNull(notice.detail['reason']) : null };
  return [about(notice, starter, { event: 'route.finished', params }, run)];
}

/** A comment is told to those it names, and to those who take part in the document. */
export function toldOfComment(facts: NoticeFacts, notice: Notice): Told[] {
  const comment = facts.comments.get(String(notice.detail['comment']));
  const document = facts.documents.get(notice.documentId);
  if (!comment || !document) return [];
  const params = { excerpt: excerpt(comment.text) };
  const mentioned = new Set(comment.mentionedIds.filter((id) => id !== notice.actorId));
  const concerned = [document.authorId, document.responsibleId, ...comment.takingPartIds];
  const rest = new Set(concerned.filter((id) => id !== null && id !== notice.actorId && !mentioned.has(id)));
  return [
    ...[...mentioned].map((id) => about(notice, id, { event: 'comment.mention', params }, comment.id)),
    // Those of one document are told together until somebody has read them.
    ...[...rest].flatMap((id) =>
      id === null ? [] : [about(notice, id, { event: 'comment.added', params }, document.id)],
    ),
  ];
}

/** A share is told to whoever got it: to a person, or to everybody of a unit or group besides the one who gave it. */
export function toldOfShare({ organisation }: NoticeFacts, notice: Notice): Told[] {
  const { person, unit, group, level, until, share } = notice.detail;
  const [one, unitKey, groupKey] = [textAt(person, 'id'), textAt(unit, 'key'), textAt(group, 'key')];
  const many = [
    ...(unitKey === null ? [] : membersOf(organisation, unitKey, { deep: true })),
    ...(groupKey === null ? [] : groupMembers(organisation, groupKey)),
  ];
  const people = [...(one === null ? [] : [one]), ...many.map(({ id }) => id).filter((id) => id !== notice.actorId)];
  const params = { edit: level === 'edit', until: textOrNull(until) };
  return people.map((id) => about(notice, id, { event: 'document.shared', params }, String(share)));
}

function textAt(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  return textOrNull((value as Readonly<Record<string, unknown>>)[key]);
}

/** Where no person started it, it is the responsible person's affair. */
function starterOf(facts: NoticeFacts, documentId: string, startedBy: string | null): string | null {
  if (nameOf(facts, startedBy) !== null) return startedBy;
  return facts.documents.get(documentId)?.responsibleId ?? null;
}

function about(notice: Notice, personId: string, happening: Happening, what: string): Told {
  const { documentId, actorId, at } = notice;
  return {
    personId,
    documentId,
    assignmentId: null,
    actorId,
    at,
    happening,
    key: `${happening.event}:${what}`,
    bellOnly: personId === actorId,
  };
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > excerptLength
    ? `${characters
        .slice(0, excerptLength - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
