import type { Grant } from '../../organisation/access/grant.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import { compileCondition, neverHolds } from './compile-condition.js';

/** The rights of a stream with their conditions compiled. */
export function compileGrants({ access, fields }: Pick<StreamDefinition, 'access' | 'fields'>): Grant[] {
  return access.map(({ when, ...grant }) => {
    if (when === undefined) return grant;
    const compiled = compileCondition(when, fields);
    return { ...grant, when: 'problem' in compiled ? { source: when, ...neverHolds } : compiled.condition };
  });
}
