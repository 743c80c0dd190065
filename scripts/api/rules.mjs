import { pathToFileURL } from 'node:url';
import { getMetadataStorage } from 'class-validator';

/** What each validator of class-validator says in JSON Schema. */
const rules = {
  arrayMaxSize: ([most]) => ({ maxItems: most }),
  arrayMinSize: ([least]) => ({ minItems: least }),
  arrayUnique: () => ({ uniqueItems: true }),
  isInt: () => ({ type: 'integer' }),
  isIso8601: () => ({ format: 'date-time' }),
  isLength: ([least, most]) => ({ minLength: least, maxLength: most }),
  isNotEmpty: () => ({ minLength: 1 }),
  isUuid: () => ({ format: 'uuid' }),
  matches: ([form]) => ({ pattern: form.source }),
  max: ([most]) => ({ maximum: most }),
  maxLength: ([most]) => ({ maxLength: most }),
  min: ([least]) => ({ minimum: least }),
  minLength: ([least]) => ({ minLength: least }),
};

/** Adds to the schema of a class what its validators demand of each property. */
export async function addRules(schema, declaration) {
  const module = await import(pathToFileURL(declaration.getSourceFile().fileName).href);
  const type = module[declaration.name.text];
  const found = type ? getMetadataStorage().getTargetValidationMetadatas(type, '', true, false) : [];
  // What a class repeats of the class above it comes first, so the stricter one is told last.
  for (const { name, constraints, propertyName, each } of found) {
    const property = schema.properties?.[propertyName];
    const rule = rules[name]?.(constraints ?? []);
    if (!property || !rule || property.$ref) continue;
    const target = each && !name.startsWith('array') ? property.items : property;
    if (target && takes(target, rule)) Object.assign(target, rule);
  }
}

/** Texts have no limits of numbers, and the other way round. */
function takes(target, rule) {
  const types = [target.type].flat();
  if ('type' in rule || 'maximum' in rule || 'minimum' in rule)
    return types.includes('number') || types.includes('integer');
  if ('maxItems' in rule || 'minItems' in rule || 'uniqueItems' in rule) return types.includes('array');
  return types.includes('string') && !target.enum;
}
