import type { Tx } from '../../platform/context.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import { roundsOf, shortHash, type ApprovalSheetView, type DecisionView } from '../../output/templates/view-models.js';

interface DecisionRow {
  readonly round: number;
  readonly performer_id: string | null;
  readonly acting_for_id: string | null;
  readonly candidates: string[];
  readonly issued_at: Date;
  readonly closed_at: Date | null;
  readonly outcome: string | null;
  readonly outcomes: { key: string; label: LocalisedText; reasonRequired: boolean }[];
  readonly comment: string | null;
  readonly content_hash: string | null;
  readonly lapsed_at: Date | null;
}

/** What templates may show of the routes of a document: rounds of approval, the versions decided on, the due date. */
export interface RouteExtras {
  readonly rounds: ApprovalSheetView['rounds'];
  readonly versions: ApprovalSheetView['versions'];
  /** The reason given with the last outcome that needs one; empty when there is none. */
  readonly reason: string;
  /** When the next open assignment is due. */
  readonly dueAt: string | null;
}

/** Reads them in `language`. */
export async function routeExtras(
  tx: Tx,
  organisation: Organisation,
  documentId: string,
  language: Language,
): Promise<RouteExtras> {
  const [decided, due, reason] = await Promise.all([
    tx.query<DecisionRow>(decisionsOf, [documentId]),
    tx.query<{ due_at: Date | null }>(nextDue, [documentId]),
    tx.query<{ comment: string | null }>(lastReason, [documentId]),
  ]);
  const rows = decided.filter((row) => row.closed_at === null || row.outcome !== null);
  const decisions = rows.map((row) => decisionView(row, organisation, language));
  return {
    rounds: roundsOf(decisions),
    versions: await versionsOf(tx, documentId, rows),
    reason: reason[0]?.comment ?? '',
    dueAt: due[0]?.due_at?.toISOString() ?? null,
  };
}

function decisionView(row: DecisionRow, organisation: Organisation, language: Language): DecisionView {
  const chosen = row.outcomes.find(({ key }) => key === row.outcome);
  const person = organisation.persons.get(row.performer_id ?? row.candidates[0] ?? '');
  const post = person?.postKeys.map((key) => organisation.posts.get(key)).find((found) => found !== undefined);
  const onBehalfOf = row.acting_for_id === null ? undefined : organisation.persons.get(row.acting_for_id);
  return {
    round: row.round,
    person: person?.name ?? '—',
    post: post ? textIn(language, post.name) : null,
    onBehalfOf: onBehalfOf?.name ?? null,
    askedAt: row.issued_at.toISOString(),
    decidedAt: row.closed_at?.toISOString() ?? null,
    outcome: row.closed_at === null ? 'waiting' : chosen?.reasonRequired ? 'rejected' : 'approved',
    label: row.closed_at === null ? waiting[language] : chosen ? textIn(language, chosen.label) : (row.outcome ?? ''),
    remark: row.comment,
    versionHash: row.content_hash,
    lapsed: row.lapsed_at !== null,
  };
}

async function versionsOf(tx: Tx, documentId: string, rows: readonly DecisionRow[]): Promise<RouteExtras['versions']> {
  const firstSeen = new Map<string, Date>();
  for (const { content_hash: hash, closed_at: at } of rows) {
    if (hash !== null && at !== null && !firstSeen.has(hash)) firstSeen.set(hash, at);
  }
  const files = await tx.query<{ name: string; version: number; created_at: Date }>(filesOf, [documentId]);
  return [...firstSeen].map(([hash, at]) => ({
    hash,
    shortHash: shortHash(hash),
    files: namesAt(files, at),
    at: at.toISOString(),
  }));
}

function namesAt(files: readonly { name: string; version: number; created_at: Date }[], at: Date): string[] {
  const latest = new Map<string, number>();
  for (const { name, version, created_at: made } of files) {
    if (made <= at) latest.set(name, Math.max(version, latest.get(name) ?? 0));
  }
  return [...latest].map(([name, version]) => (version > 1 ? `${name} (${version})` : name));
}

const waiting: Readonly<Record<Language, string>> = { en: 'Waiting', ru: 'Ожидает', pl: 'Oczekuje', lt: 'Laukiama' };

const decisionsOf = `
  SELECT round, performer_id, acting_for_id, candidates, issued_at, closed_at, outcome, outcomes, comment, content_hash,
    lapsed_at
  FROM assignment WHERE document_id = $1 AND round IS NOT NULL AND state NOT IN ('obsolete', 'exited')
  ORDER BY issued_at, id`;

const nextDue = `
  SELECT min(due_at) AS due_at FROM assignment
  WHERE document_id = $1 AND state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned')`;

const lastReason = `
  SELECT a.comment FROM assignment a, jsonb_array_elements(a.outcomes) AS choice
  WHERE a.document_id = $1 AND a.closed_at IS NOT NULL AND choice ->> 'key' = a.outcome AND (choice ->> 'reasonRequired')::boolean
  ORDER BY a.closed_at DESC LIMIT 1`;

const filesOf = `
  SELECT f.name, v.version, v.created_at FROM file f JOIN file_version v ON v.file_id = f.id
  WHERE f.document_id = $1 AND f.role = 'attachment' ORDER BY v.created_at`;
