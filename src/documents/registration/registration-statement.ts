import type { Statement } from '../../platform/context.js';
import { commitEarlySql } from '../../platform/database/durable-commits.js';
import { numberSql } from '../numbering/number-pieces.js';

/** What a registration writes besides the document and its history. */
export interface Extras {
  readonly links: readonly { readonly id: string; readonly to: string; readonly kind: string }[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly template?: string;
    readonly sha256: string;
    readonly size: number;
    readonly type: string;
  }[];
}

/*
 * One statement, one round trip: draws the number and writes all rows. The counter's row stays locked until the
 * transaction ends, so this is the last thing that registration itself does.
 */
const document = `
  WITH counter AS (
    INSERT INTO register_counter AS c (register, period, last) VALUES ($1, $2, 1)
    ON CONFLICT (register, period) DO UPDATE SET last = c.last + 1
    RETURNING last
  ), registered AS (
    INSERT INTO document (id, stream, number, title, status, author_id, responsible_id, unit_id, fields, flags, source,
      search, created_at, updated_at, confidential)
    SELECT $5::uuid, $6, drawn.number, $7, $8, $9::uuid, $10::uuid, $11::uuid, $12::jsonb, $13::jsonb, $14::jsonb,
      search_form(drawn.number || E'\\n' || $7 || E'\\n' || $15), $16::timestamptz, $16::timestamptz, $19::boolean
    FROM (SELECT ${numberSql('$3', '$4', 'counter.last')} AS number FROM counter) drawn
    RETURNING id, number
  ), history AS (
    INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail, address, session)
    SELECT id, $16::timestamptz, $9::uuid, $17, 'document.registered', $18::jsonb, $20::text, $21::text FROM registered
  )`;

const links = `
  , links AS (
    INSERT INTO document_link (id, kind, from_id, to_id, created_at, created_by)
    SELECT l.id, l.kind, r.id, l."to", $16::timestamptz, $9::uuid
    FROM registered r, jsonb_to_recordset($22::jsonb) AS l (id uuid, kind text, "to" uuid)
  )`;

const files = `
  , files AS (
    INSERT INTO file (id, document_id, name, role, template, version, created_at, created_by)
    SELECT f.id, r.id, f.name, f.role, f.template, 1, $16::timestamptz, $9::uuid
    FROM registered r, jsonb_to_recordset($23::jsonb) AS f (id uuid, name text, role text, template text)
  ), versions AS (
    INSERT INTO file_version (file_id, version, sha256, size, type, created_at, created_by)
    SELECT f.id, 1, f.sha256, f.size, f.type, $16::timestamptz, $9::uuid
    FROM registered r, jsonb_to_recordset($23::jsonb) AS f (id uuid, sha256 text, size bigint, type text)
  )`;

// The number is not answered to anybody before it is on the disk, but the next one need not wait for that.
const answer = `SELECT number, ${commitEarlySql} FROM registered`;

/** For a document without links and files. */
const plain: Statement = { name: 'document_register', text: `${document} ${answer}`, commitsEarly: true };
const full: Statement = {
  name: 'document_register_full',
  text: `${document} ${links} ${files} ${answer}`,
  commitsEarly: true,
};

/** The statement that writes the extras, with the parameters that it needs beyond the first twenty-one. */
export function registrationStatement(extras: Extras): { statement: Statement; values: unknown[] } {
  if (extras.links.length === 0 && extras.files.length === 0) return { statement: plain, values: [] };
  return { statement: full, values: [JSON.stringify(extras.links), JSON.stringify(extras.files)] };
}
