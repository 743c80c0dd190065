const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...[
      'а a',
      'б b',
      'в v',
      'г g',
      'д d',
      'е e',
      'ё e',
      'ж zh',
      'з z',
      'и i',
      'й y',
      'к k',
      'л l',
      'м m',
      'н n',
      'о o',
    ],
    ...['п p', 'р r', 'с s', 'т t', 'у u', 'ф f', 'х kh', 'ц ts', 'ч ch', 'ш sh', 'щ shch', 'ъ ', 'ы y', 'ь ', 'э e'],
    ...['ю yu', 'я ya', 'ł l'],
  ].map((pair) => pair.split(' ') as [string, string]),
);

/** A key made of a name: "Dział sprzedaży" becomes "dzial-sprzedazy". Empty for a name without letters or digits. */
export function keyOfName(name: string): string {
  const latin = [...name.toLowerCase().normalize('NFC')].map((letter) => cyrillic[letter] ?? letter).join('');
  return latin
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
}

/** The key made of a name, with a number behind it while `taken` says that somebody has it. */
export function freeKey(name: string, taken: (key: string) => boolean, fallback: string): string {
  const key = keyOfName(name) || fallback;
  if (!taken(key)) return key;
  for (let number = 2; ; number += 1) if (!taken(`${key}-${number}`)) return `${key}-${number}`;
}
