import type { Context } from '../../platform/context.js';
import { askingEvents } from '../notification-events.js';

const settle = {
  name: 'notification_settle',
  text: `
  UPDATE notification n SET read_at = $2, push_at = NULL, mail_at = NULL, digest_at = NULL
  FROM assignment a
  WHERE n.document_id = ANY ($1::uuid[]) AND n.read_at IS NULL AND n.event = ANY ($3::text[]) AND a.id = n.assignment_id
    AND CASE n.event
      WHEN 'assignment.reported' THEN a.state <> 'reported'
      WHEN 'extension.asked' THEN
        NOT EXISTS (SELECT FROM extension_request e WHERE e.assignment_id = a.id AND e.state = 'asked')
      ELSE a.closed_at IS NOT NULL OR a.state = 'reported'
        OR NOT coalesce(n.person_id = a.performer_id, n.person_id = ANY (a.candidates))
    END
  RETURNING n.person_id AS "personId"`,
};

/**
 * Ends what asked people for something about these documents that is done, or is with somebody else by now: it is no
 * longer unread, and leaves by no way that it has not taken yet. Answers whose it was.
 */
export async function settleAsked({ tx, now }: Context, documentIds: readonly string[]): Promise<string[]> {
  const rows = await tx.run<{ personId: string }>(settle, [documentIds, now, askingEvents]);
  return rows.map(({ personId }) => personId);
}
