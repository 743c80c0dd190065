import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { IntakeItem } from '../items/intake-item.js';
import type { Step } from './work.js';

interface Earlier {
  readonly id: string;
  readonly document_id: string | null;
}

/*
 * Careless programs give all their letters one Message-ID, so sender and subject must be the same too; without a
 * Message-ID every byte must. An item that waits counts when it came first, so that of two one is registered.
 */
const first = `i.channel = 'mail' AND i.stream = $2 AND i.id <> $1
  AND (i.state = 'registered' OR (i.state = 'received' AND i.id < $1)) ORDER BY i.id LIMIT 1`;
const byMessageId = `SELECT i.id, i.document_id FROM intake_item i
  WHERE i.message_id = $3 AND i.sender IS NOT DISTINCT FROM $4 AND i.subject IS NOT DISTINCT FROM $5 AND ${first}`;
const byBytes = `SELECT i.id, i.document_id FROM intake_item i
  WHERE i.raw_sha256 = $3 AND i.message_id IS NULL AND ${first}`;

export const findDuplicate: Step = async (work, { unitOfWork }) => {
  if (!work.letter || work.forced) return work;
  const earlier = await earlierCopy(unitOfWork, work.item);
  if (!earlier) return work;
  return {
    kind: 'duplicate',
    of: earlier.id,
    ...(earlier.document_id ? { documentId: earlier.document_id } : {}),
    reason: 'The same letter has arrived before.',
  };
};

async function earlierCopy(unitOfWork: UnitOfWork, item: IntakeItem): Promise<Earlier | undefined> {
  const found = item.messageId
    ? unitOfWork.read<Earlier>(byMessageId, [item.id, item.stream, item.messageId, item.sender, item.subject])
    : unitOfWork.read<Earlier>(byBytes, [item.id, item.stream, item.rawSha256]);
  return (await found)[0];
}
