import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { numbersInSubject } from '../letters/subject-numbers.js';
import { documentOfMessage } from './set-aside-automatic.js';
import type { Step } from './work.js';

export const recogniseAnswer: Step = async (work, { unitOfWork, streams, joinDocument }) => {
  const { letter } = work;
  if (!letter || work.forced) return work;
  const answered = await documentOfMessage(unitOfWork, letter.answers);
  const keys = streams.all().map((card) => card.stream);
  const documentId = answered ?? (await documentByNumber(unitOfWork, keys, letter.subject));
  if (documentId === undefined) return work;
  const reason = answered ? 'It answers a letter of ours.' : 'Its subject names the registration number.';
  return joinDocument.execute(work.item, documentId, { letter, attachments: work.files }, reason);
};

async function documentByNumber(
  unitOfWork: UnitOfWork,
  streams: readonly string[],
  subject: string,
): Promise<string | undefined> {
  const numbers = numbersInSubject(subject);
  if (numbers.length === 0) return undefined;
  const [row] = await unitOfWork.read<{ id: string }>(
    `SELECT id FROM document WHERE stream = ANY ($1) AND number = ANY ($2)
     ORDER BY array_position($2, number), id DESC LIMIT 1`,
    [streams, numbers],
  );
  return row?.id;
}
