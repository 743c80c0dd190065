import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { numbersInSubject } from '../letters/subject-numbers.js';
import { documentOfMessage } from './set-aside-automatic.js';
import type { Step } from './work.js';

/** A document that a letter seems to be about, the likeliest first. */
interface Candidate {
  readonly id: string;
  readonly reason: string;
}

/**
 * Whoever knows a number or a Message-ID can write it into a letter; only those who are a party to the document may add
 * to it. What others write about it becomes a document of its own, linked to the one that it names.
 */
export const recogniseAnswer: Step = async (work, { unitOfWork, streams, joinDocument }) => {
  const { letter, item } = work;
  if (!letter || work.forced) return work;
  const keys = streams.all().map((card) => card.stream);
  const answered = await documentOfMessage(unitOfWork, letter.answers);
  const named = await documentsByNumber(unitOfWork, keys, letter.subject);
  const candidates: Candidate[] = [
    ...(answered === undefined ? [] : [{ id: answered, reason: 'It answers a letter of ours.' }]),
    ...named.map((id) => ({ id, reason: 'Its subject names the registration number.' })),
  ];
  const [first] = candidates;
  if (!first) return work;
  const open = await documentsOfParty(unitOfWork, candidates, letter.from?.address);
  const own = candidates.find(({ id }) => open.has(id));
  if (!own) return { ...work, mentions: first.id };
  return joinDocument.execute(item, own.id, { letter, attachments: work.files }, own.reason);
};

async function documentsByNumber(
  unitOfWork: UnitOfWork,
  streams: readonly string[],
  subject: string,
): Promise<string[]> {
  const numbers = numbersInSubject(subject);
  if (numbers.length === 0) return [];
  const rows = await unitOfWork.read<{ id: string }>(
    `SELECT id FROM document WHERE stream = ANY ($1) AND number = ANY ($2)
     ORDER BY array_position($2, number), id DESC LIMIT 20`,
    [streams, numbers],
  );
  return rows.map(({ id }) => id);
}

/** Sent it, is the client (or another document) that its card refers to, or was written to about it. */
const ofParty = `SELECT d.id FROM document d WHERE d.id = ANY ($1::uuid[]) AND (
  lower(d.source #>> '{sender,email}') = $2
  OR EXISTS (SELECT 1 FROM document_link k JOIN document r ON r.id = k.to_id
    WHERE k.from_id = d.id AND k.kind LIKE 'field:%' AND lower(r.fields ->> 'email') = $2)
  OR EXISTS (SELECT 1 FROM outgoing_message m,
    jsonb_array_elements(coalesce(m.recipients -> 'to', '[]') || coalesce(m.recipients -> 'cc', '[]')) AS recipient
    WHERE m.document_id = d.id AND lower(recipient ->> 'address') = $2))`;

/** The documents to which the address is a party. */
async function documentsOfParty(
  unitOfWork: UnitOfWork,
  candidates: readonly Candidate[],
  address: string | undefined,
): Promise<ReadonlySet<string>> {
  if (!address) return new Set();
  const ids = candidates.map(({ id }) => id);
  const rows = await unitOfWork.read<{ id: string }>(ofParty, [ids, address.toLowerCase()]);
  return new Set(rows.map(({ id }) => id));
}
