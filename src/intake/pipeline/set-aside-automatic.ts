import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recogniseAutomatic } from '../letters/automatic-letters.js';
import { readDeliveryReport } from '../letters/delivery-report.js';
import type { Step } from './work.js';

export const setAsideAutomatic: Step = async (work, { unitOfWork }) => {
  const { letter } = work;
  if (!letter || work.forced) return work;
  const automatic = recogniseAutomatic(letter);
  if (!automatic) return work;
  const report = automatic.kind === 'bounce' ? readDeliveryReport(letter) : undefined;
  const documentId = await documentOfMessage(unitOfWork, report?.messageIds ?? letter.answers);
  return {
    kind: 'ignored',
    automatic: automatic.kind,
    reason: automatic.because,
    ...(documentId ? { documentId } : {}),
    ...(report ? { report } : {}),
  };
};

/** The document about which we sent one of these messages. */
export async function documentOfMessage(
  unitOfWork: UnitOfWork,
  messageIds: readonly string[],
): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined;
  const [row] = await unitOfWork.read<{ document_id: string }>(
    `SELECT document_id FROM outgoing_message
     WHERE message_id = ANY ($1) AND document_id IS NOT NULL ORDER BY array_position($1, message_id) LIMIT 1`,
    [messageIds],
  );
  return row?.document_id;
}
