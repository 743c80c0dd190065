import type { Tx } from '../../platform/context.js';
import { accessPartOf, hashOf, sameAccess, withAccessPart, type AccessPart } from '../definition/access-part.js';
import { checkMeaning } from '../definition/check-meaning.js';
import type { DefinitionProblem, LoadedDefinition } from '../definition/parse-stream.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import type { Publishable } from './publish-streams.js';

interface VersionRow {
  readonly key: string;
  readonly hash: string;
  readonly definition: StreamDefinition;
  readonly fileHash: string | null;
  readonly fileAccess: AccessPart | null;
}

/**
 * Files of streams as they are to be published: where an administrator has changed who may do what, that stays for as long
 * as the file goes on saying the same about it. A file that says something else about access than before replaces it all.
 * A definition that would not be sound with the rules in force is left out, with its problems.
 */
export async function keepAccess(
  tx: Tx,
  loaded: readonly LoadedDefinition[],
): Promise<{ readonly definitions: Publishable[]; readonly problems: DefinitionProblem[] }> {
  await tx.query('LOCK TABLE stream_definition IN SHARE ROW EXCLUSIVE MODE');
  const rows = await tx.query<VersionRow>(
    `SELECT DISTINCT ON (key) key, hash, definition, file_hash AS "fileHash", file_access AS "fileAccess"
     FROM stream_definition ORDER BY key, version DESC`,
  );
  const newest = new Map(rows.map((row) => [row.key, row]));
  const definitions: Publishable[] = [];
  const problems: DefinitionProblem[] = [];
  for (const file of loaded) {
    const kept = withKept(file, newest.get(file.definition.key));
    if ('problems' in kept) problems.push(...kept.problems);
    else definitions.push(kept.definition);
  }
  return { definitions, problems };
}

function withKept(
  file: LoadedDefinition,
  held: VersionRow | undefined,
): { readonly definition: Publishable } | { readonly problems: DefinitionProblem[] } {
  if (!held?.fileAccess) return { definition: file };
  if (held.fileHash === file.hash) return { definition: held };
  if (!sameAccess(accessPartOf(file.definition), held.fileAccess)) return { definition: file };
  const definition = withAccessPart(file.definition, accessPartOf(held.definition));
  const faults = checkMeaning(definition);
  if (faults.length > 0)
    return {
      problems: faults.map(({ path, code, message }) => {
        const about = `With the rules of access that an administrator has made: ${message}`;
        return file.locate({ path, code, message: about });
      }),
    };
  return { definition: { definition, hash: hashOf(definition), below: { hash: file.hash, access: held.fileAccess } } };
}
