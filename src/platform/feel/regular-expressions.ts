import { RE2JS } from 're2js';

/**
 * `matches`, `replace` and `split` of FEEL (DMN 1.5, 10.3.4.3) over RE2, whose time grows linearly with the text: patterns
 * come from users, and a backtracking engine can be stopped by `^(a+)+$`. Backreferences and look-around, which RE2 lacks,
 * make the pattern invalid; an invalid pattern gives null.
 */
const cache = new Map<string, RE2JS | null>();
const cacheSize = 200;

function compiled(pattern: unknown, flags: unknown): RE2JS | null {
  if (typeof pattern !== 'string' || (flags !== undefined && flags !== null && typeof flags !== 'string')) return null;
  const key = `${flags ?? ''}/${pattern}`;
  let expression = cache.get(key);
  if (expression === undefined) {
    expression = compile(pattern, flags ?? '');
    if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '');
    cache.set(key, expression);
  }
  return expression;
}

function compile(pattern: string, flags: string): RE2JS | null {
  let bits = 0;
  for (const flag of flags) {
    if (flag === 'i') bits |= RE2JS.CASE_INSENSITIVE;
    else if (flag === 's') bits |= RE2JS.DOTALL;
    else if (flag === 'm') bits |= RE2JS.MULTILINE;
    else if (flag !== 'x') return null;
  }
  try {
    return RE2JS.compile(flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern, bits);
  } catch {
    return null;
  }
}

export function matchesPattern(input: unknown, pattern: unknown, flags?: unknown): boolean | null {
  const expression = compiled(pattern, flags);
  return typeof input === 'string' && expression ? expression.matcher(input).find() : null;
}

export function replacePattern(input: unknown, pattern: unknown, replacement: unknown, flags?: unknown): string | null {
  const expression = compiled(pattern, flags);
  if (typeof input !== 'string' || typeof replacement !== 'string' || !expression) return null;
  return expression.matcher(input).replaceAll(replacement, true);
}

export function splitByPattern(input: unknown, delimiter: unknown): string[] | null {
  const expression = compiled(delimiter, '');
  return typeof input === 'string' && expression ? expression.split(input, -1) : null;
}
