/** Words that many names share: forms of firms in Lithuanian, Polish, Russian and English. */
const forms = new Set(
  'uab ab mb vsi ii sp zoo spzoo sa spj ooo oao zao pao ao ip ооо оао зао пао ао ип ltd llc inc gmbh plc company firma'.split(
    ' ',
  ),
);

/** The words of a name that tell it apart, in small letters without accents; all of them where none does. */
export function tellingWords(name: string): string[] {
  const words = name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => word.length > 1 && !forms.has(word));
  return telling.length > 0 ? telling : words;
}

/** How alike two names are, from 0 to 1: the share of three-letter pieces that they have in common, whatever the order of words. */
export function likeness(one: string, other: string): number {
  const [a, b] = [pieces(one), pieces(other)];
  if (a.size === 0 || b.size === 0) return 0;
  const common = [...a].filter((piece) => b.has(piece)).length;
  return common / (a.size + b.size - common);
}

function pieces(name: string): Set<string> {
  const found = new Set<string>();
  for (const word of tellingWords(name)) {
    const padded = `  ${word} `;
    for (let start = 0; start + 3 <= padded.length; start++) found.add(padded.slice(start, start + 3));
  }
  return found;
}
