import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import { refuseStale } from '../../organisation/directory/begin-change.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { accessPartOf, hashOf, sameAccess, withAccessPart, type AccessPart } from '../definition/access-part.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import { checkAccessPart, publicRole } from './check-access.js';
import { describeAccess } from './describe-access.js';
import { publishStreams } from './publish-streams.js';

/** The version of a stream in force, and what its file says about access. */
export interface AccessInForce {
  readonly version: number;
  readonly hash: string;
  readonly definition: StreamDefinition;
  /** Null: the version is the file. */
  readonly fileHash: string | null;
  /** Null: the version says the same. */
  readonly fileAccess: AccessPart | null;
}

const inForce = `SELECT version, hash, definition, file_hash AS "fileHash", file_access AS "fileAccess"
  FROM stream_definition WHERE key = $1 ORDER BY version DESC LIMIT 1`;

/** Who may do what in a stream, as administrators change it: each change is a version of the stream. */
@Injectable()
export class ChangeStreamAccess {
  constructor(
    private readonly directory: Directory,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Refusal notFound */
  async read(tx: Tx, stream: string): Promise<AccessInForce> {
    const [row] = await tx.query<AccessInForce>(inForce, [stream]);
    if (row) return row;
    const message = say('There is no stream "{stream}".', { stream: stream.slice(0, 60) });
    throw new Refusal('notFound', 'stream-unknown', message);
  }

  /** Keys of the roles that a rule may name: those that can be given, those of posts, and that of whoever fills in a form. */
  async knownRoles(tx: Tx): Promise<ReadonlySet<string>> {
    const roles = await tx.query<{ key: string }>('SELECT key FROM role');
    const posts = this.directory.snapshot().posts.keys();
    return new Set([...roles.map(({ key }) => key), ...posts, publicRole]);
  }

  /** The definition with other access, which is sound. @throws Refusal notFound; invalid, with what is wrong with which rule */
  async draft(tx: Tx, { definition }: AccessInForce, part: AccessPart): Promise<StreamDefinition> {
    const problems = checkAccessPart(definition, part, await this.knownRoles(tx));
    if (problems.length === 0) return withAccessPart(definition, part);
    throw new Refusal('invalid', 'access-rules', 'The rules are not right yet; nothing was changed.', problems);
  }

  /**
   * Publishes the stream with other access. Rules as the file has them make it the version of the file again. Answers
   * whether anything changed.
   * @throws Refusal notFound; stale when another version than `expected` is in force; invalid
   */
  async execute(context: Context, stream: string, part: AccessPart, expected: number | undefined): Promise<boolean> {
    const { tx, now } = context;
    await tx.query('LOCK TABLE stream_definition IN SHARE ROW EXCLUSIVE MODE');
    const held = await this.read(tx, stream);
    refuseStale(held.version, expected);
    const before = accessPartOf(held.definition);
    const definition = await this.draft(tx, held, part);
    const after = accessPartOf(definition);
    if (sameAccess(before, after)) return false;
    const file = { hash: held.fileHash ?? held.hash, access: held.fileAccess ?? before };
    const version = sameAccess(file.access, after)
      ? { definition, hash: file.hash }
      : { definition, hash: hashOf(definition), below: file };
    await publishStreams(tx, now, [version]);
    await this.audit.write(context, {
      verb: 'stream.access-changed',
      object: { kind: 'stream', id: stream },
      before: { version: held.version, ...describeAccess(before) },
      after: { version: held.version + 1, ...describeAccess(after) },
    });
    return true;
  }
}
