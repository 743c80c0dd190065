/**
 * Expressions of other tools in FEEL: `${…}` and `#{…}` of the Unified Expression Language as far as they mean the same,
 * a leading `=` of other FEEL engines. Method calls and the rest of that language are named as what cannot be mapped.
 */
export function toFeelText(text: string): { feel: string } | { problem: string } {
  const trimmed = text.trim();
  const unified = /^[$#]\{([^]*)\}$/.exec(trimmed);
  if (unified) return unifiedToFeel(unified[1] ?? '');
  if (trimmed.startsWith('=') && !trimmed.startsWith('==')) return { feel: trimmed.slice(1).trim() };
  return { feel: trimmed };
}

const words: Readonly<Record<string, string>> = {
  '==': '=',
  eq: '=',
  '!=': '!=',
  ne: '!=',
  '&&': 'and',
  '||': 'or',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  and: 'and',
  or: 'or',
};
const token =
  /\s+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*|==|!=|<=|>=|&&|\|\||[!<>()+\-*/?:,[\]]/y;

function unifiedToFeel(source: string): { feel: string } | { problem: string } {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(source);
    if (!found)
      return { problem: `"${source}" is not FEEL, and "${source.slice(at, at + 10)}" in it has no counterpart` };
    if (found[0].trim() !== '') tokens.push(found[0]);
  }
  const call = tokens.find(
    (part, index) => /^[A-Za-z_]/.test(part) && tokens[index + 1] === '(' && !(part in words) && part !== 'not',
  );
  if (call !== undefined)
    return { problem: `"${source}" calls "${call}" of another program; write the condition in FEEL` };
  return { feel: ternary(tokens.map(feelToken)).join(' ') };
}

function feelToken(part: string): string {
  if (part.startsWith("'")) return JSON.stringify(part.slice(1, -1).replace(/\\'/g, "'"));
  if (part === '!') return 'not';
  return Object.hasOwn(words, part) ? (words[part] ?? part) : part;
}

/** `a ? b : c`, once and without parentheses around it. */
function ternary(tokens: readonly string[]): readonly string[] {
  const question = tokens.indexOf('?');
  const colon = tokens.indexOf(':', question);
  const negated = negations(tokens);
  if (question < 0 || colon < 0) return negated;
  return [
    'if',
    ...negations(tokens.slice(0, question)),
    'then',
    ...negations(tokens.slice(question + 1, colon)),
    'else',
    ...negations(tokens.slice(colon + 1)),
  ];
}

/** FEEL negates by a function: `not x` becomes `not(x)`. */
function negations(tokens: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const part = tokens[index] ?? '';
    const next = tokens[index + 1];
    if (part === 'not' && next !== undefined && next !== '(') {
      result.push(`not(${next})`);
      index += 1;
    } else result.push(part);
  }
  return result;
}
