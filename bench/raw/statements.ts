import { idSql } from '../frame/raw-transaction.js';

/** The rows of documents and routes, one insert each. */
export const insertDocument = `
  INSERT INTO document (id, stream, number, title, status, author_id, fields, search, created_at, updated_at)
  VALUES (${idSql}, :stream, 'B-' || :id::bigint, :title, 'new', :author::uuid, :fields::jsonb, :search, now(), now())`;

export const insertHistory = `
  INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
  VALUES (${idSql}, now(), :author::uuid, 'Rasa Jankauskienė', 'document.registered', :detail::jsonb)`;

export const insertRun = `
  INSERT INTO route_run (id, document_id, route, route_version, status, state, sequence, document_version, started_by, started_at)
  VALUES (${idSql}, ${idSql}, :route, 1, 'running', :state::jsonb, 1, 1, :author::uuid, now())`;

/** @param shift added to the number of the transaction, for the second assignment of a run */
export function insertAssignment(shift = 0): string {
  const id = idSql.replace(':id::bigint', `(:id::bigint + ${shift})`);
  return `
  INSERT INTO assignment (id, document_id, run_id, instance, element, step, state, instruction, outcomes, author_id,
    performer_id, due_at, due_because, issued_at)
  VALUES (${id}, ${idSql}, ${idSql}, :instance || '.${shift}', :element, :step::jsonb, 'reserved', :instruction::jsonb,
    :outcomes::jsonb, :author::uuid, :performer::uuid, now() + interval '1 day', :because::jsonb, now())`;
}

export const lockRun = `SELECT id, route, route_version, state, sequence FROM route_run WHERE id = ${idSql} FOR UPDATE`;

/** @param status of the run after the step */
export function updateRun(status: 'running' | 'finished'): string {
  return `UPDATE route_run SET state = :state::jsonb, sequence = sequence + 1, status = '${status}' WHERE id = ${idSql}`;
}

export function insertRunEvent(sequence: number): string {
  return `
  INSERT INTO route_run_event (run_id, sequence, at, event, trail)
  VALUES (${idSql}, ${sequence}, now(), :event::jsonb, :trail::jsonb)`;
}

/** @param shift which of the run's assignments, as in `insertAssignment` */
export function closeAssignment(shift = 0): string {
  const id = idSql.replace(':id::bigint', `(:id::bigint + ${shift})`);
  return `
  UPDATE assignment SET state = 'completed', outcome = 'approve', closed_at = now(), closed_by = :performer::uuid,
    version = version + 1
  WHERE id = ${id}`;
}
