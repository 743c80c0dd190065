/** Words that the names are made of; people search by any part of them. */
export const nameWords = {
  lt: ['Saulės', 'Žalia', 'Baltijos', 'Šiaurės', 'Gintaro', 'Ąžuolo', 'Nemuno', 'Vėjo', 'Kalnų', 'Miško'],
  pl: ['Żółta', 'Łąka', 'Dębowa', 'Śląska', 'Gdańskie', 'Południowe', 'Wiśniowa', 'Jagiellońska', 'Słoneczna', 'Źródło'],
  ru: ['Северный', 'Балтийский', 'Восточный', 'Золотой', 'Речной', 'Южный', 'Главный', 'Лесной', 'Новый', 'Полярный'],
  en: ['Northern', 'Harbour', 'Silver', 'Granite', 'Meadow', 'Atlantic', 'Summit', 'Copper', 'Willow', 'Bright'],
} as const;

const trades = {
  lt: ['Kelias', 'Statyba', 'Prekyba', 'Energija', 'Technika', 'Transportas', 'Baldai', 'Maistas'],
  pl: ['Budowa', 'Handel', 'Energia', 'Technika', 'Transport', 'Meble', 'Spożywka', 'Logistyka'],
  ru: ['ветер', 'строитель', 'торговый дом', 'транспорт', 'завод', 'комбинат', 'свет', 'берег'],
  en: ['Works', 'Trading', 'Energy', 'Logistics', 'Foods', 'Furniture', 'Builders', 'Systems'],
} as const;

export const industries = ['construction', 'energy', 'food', 'furniture', 'logistics', 'retail', 'services', 'textiles'];

/** Parts of the proper names that tell the clients apart; together they make thousands of them in each language. */
export const syllables = {
  lt: ['Var', 'Kau', 'Min', 'Žem', 'Dau', 'Gir', 'Šal', 'Rok', 'Jur', 'Tel', 'Bir', 'Pal', 'Ner', 'Vil', 'Aly', 'Kre', 'Mol', 'Ute', 'Zar', 'Ign'],
  pl: ['Kow', 'Brz', 'Wiś', 'Zieł', 'Dąb', 'Wró', 'Szy', 'Łuk', 'Maj', 'Gór', 'Pta', 'Sob', 'Czar', 'Kra', 'Nowa', 'Ols', 'Rad', 'Tor', 'Byd', 'Lub'],
  ru: ['Вол', 'Кир', 'Зар', 'Мос', 'Ник', 'Пет', 'Ряз', 'Сар', 'Тул', 'Уфи', 'Шах', 'Яро', 'Бел', 'Гор', 'Дон', 'Ела', 'Жук', 'Ива', 'Кал', 'Лер'],
  en: ['Ash', 'Brook', 'Carl', 'Dun', 'East', 'Fair', 'Glen', 'Hart', 'Ives', 'Ken', 'Lang', 'Mont', 'Nor', 'Oak', 'Pem', 'Red', 'Stan', 'Thorn', 'Up', 'Wel'],
} as const;

export const endings = {
  lt: ['ėnai', 'upis', 'avas', 'iškė', 'ainiai', 'uva', 'ynas', 'elė', 'ūnai', 'otis'],
  pl: ['alski', 'owo', 'iński', 'eczna', 'ówka', 'anica', 'yński', 'arzyn', 'ędów', 'ocin'],
  ru: ['инский', 'овск', 'енко', 'аново', 'еевка', 'игорск', 'ятин', 'умов', 'оречье', 'ьянов'],
  en: ['field', 'ley', 'worth', 'ham', 'gate', 'stead', 'bury', 'combe', 'minster', 'wick'],
} as const;

type Words = Readonly<Record<'lt' | 'pl' | 'ru' | 'en', readonly string[]>>;

const array = (values: readonly string[]): string => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;

/** Of the words of language `k % 4`, the one that `step` falls on. */
function word(lists: Words, step: string): string {
  const choice = (key: keyof Words) => `(${array(lists[key])})[1 + (${step}) % ${lists[key].length}]`;
  return `CASE k % 4 WHEN 0 THEN ${choice('lt')} WHEN 1 THEN ${choice('pl')} WHEN 2 THEN ${choice('ru')} ELSE ${choice('en')} END`;
}

/** Like "Varminupis Energija" or "Silver Ashbrookfield Trading 17": unlike in most parts, alike in some. */
const nameSql = `concat_ws(' ', ${word(nameWords, 'k / 4 * 7 + k / 9000')},
  ${word(syllables, 'k / 4')} || lower(${word(syllables, 'k / 80')}) || ${word(endings, 'k / 1600')}, ${word(trades, 'k / 40')})`;

/**
 * Writes the clients in the form in which registration would have written them: ids in the order of registration over
 * three years, names in four languages, everything that filters, sorts and searches look into.
 * $1: how many, $2 and $3: ids of their responsible people, $4: id of the author.
 */
export const insertClients = `
  INSERT INTO document (id, stream, number, title, status, author_id, responsible_id, fields, source, search, created_at, updated_at)
  SELECT id, 'clients', number, name, (ARRAY['active', 'active', 'active', 'prospect', 'inactive'])[1 + dice % 5], $4::uuid,
    CASE dice / 8 % 3 WHEN 0 THEN $2::uuid WHEN 1 THEN $3::uuid END,
    jsonb_build_object('name', name, 'taxNumber', tax, 'industry', industry, 'size', size, 'source', 'fair',
      'terms', terms, 'address', address, 'phone', phone, 'email', email, 'note', note,
      'contacts', jsonb_build_array(jsonb_build_object('name', contact, 'phone', phone))),
    '{"channel": "sheet"}'::jsonb,
    search_form(concat_ws(E'\\n', number, name, name, tax, industry, size, 'fair', address, phone, email, contact || ' ' || phone, note)),
    at, at
  FROM (
    SELECT k, dice, ${nameSql} AS name, timestamptz '2024-01-01' + k * interval '5 minutes' AS at,
      'info' || k || '@client.example' AS email, '+3706' || lpad((k % 10000000)::text, 7, '0') AS phone,
      'C-' || lpad(k::text, 6, '0') AS number, (100000000000 + k)::text AS tax,
      (lpad(to_hex(1704067200000 + k * 300000::bigint), 12, '0') || '70008000' || lpad(to_hex(k), 12, '0'))::uuid AS id,
      (${array(industries)})[1 + dice / 32 % ${industries.length}] AS industry,
      (ARRAY['1-9', '10-49', '50-249', '250+'])[1 + dice / 256 % 4] AS size,
      (ARRAY['retail', 'contract'])[1 + dice / 1024 % 2] AS terms,
      (ARRAY['Vilnius, Gedimino pr. ', 'Warszawa, ul. Długa ', 'Москва, Тверская ул. ', 'London, Mill Lane '])[1 + k % 4]
        || 1 + k % 200 AS address,
      (ARRAY['Jonas Kazlauskas', 'Anna Kowalska', 'Olga Ivanova', 'Emma Clarke'])[1 + k % 4] AS contact,
      'Met at the fair, asks for terms every quarter.' AS note
    FROM generate_series(1, $1::int) AS k,
      -- Nothing else of a client depends on what its name is.
      LATERAL (SELECT hashint4(k) & 1073741823 AS dice) AS thrown
  ) AS client`;

/**
 * Parts of names as people type them: mostly a piece of a proper name, which few clients share, and every fifth time a
 * word that thousands share.
 */
export function searchedPart(index: number): string {
  const languages = ['lt', 'pl', 'ru', 'en'] as const;
  const language = languages[index % 4] ?? 'lt';
  const pick = (lists: Words, step: number): string => lists[language][step % lists[language].length] ?? '';
  if (index % 5 === 4) return pick(nameWords, index);
  return `${pick(syllables, index * 3 + 1)}${pick(syllables, index * 7 + 2)}`.toLowerCase();
}
