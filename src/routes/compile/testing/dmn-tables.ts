/** An element of an XML file, with the text that stands in it. */
interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Tag[];
  text: string;
}

/** A decision table of a DMN file, written as Millrace's own extension of a business rule task. */
export interface DrawnTable {
  readonly decision: string;
  readonly xml: string;
}

/** The decisions of a DMN file that are a decision table and nothing else. */
export function tablesOf(dmn: string): DrawnTable[] {
  const decisions = readTags(dmn).children.flatMap((root) => all(root, 'decision'));
  return decisions.flatMap((decision) => {
    const [table] = all(decision, 'decisionTable');
    const name = decision.attributes.get('name') ?? '';
    return table ? [{ decision: name, xml: drawn(table) }] : [];
  });
}

function drawn(table: Tag): string {
  const operator = table.attributes.get('aggregation');
  const policy = `${table.attributes.get('hitPolicy') ?? 'UNIQUE'}${operator === undefined ? '' : ` ${operator}`}`;
  const inputs = all(table, 'input').map(
    (input) => `<millrace:input expression="${quoted(textOf(all(input, 'inputExpression')[0]))}"/>`,
  );
  const outputs = all(table, 'output').map((output) => {
    const values = textOf(all(output, 'outputValues')[0]);
    const otherwise = textOf(all(output, 'defaultOutputEntry')[0]);
    const more = [values && ` values="${quoted(values)}"`, otherwise && ` default="${quoted(otherwise)}"`].join('');
    return `<millrace:output name="${quoted(output.attributes.get('name') ?? 'result')}"${more}/>`;
  });
  const rules = all(table, 'rule').map((rule) => {
    const cells = (name: string, tag: string): string =>
      all(rule, name)
        .map((cell) => `<millrace:${tag}>${quoted(textOf(cell))}</millrace:${tag}>`)
        .join('');
    return `<millrace:rule>${cells('inputEntry', 'when')}${cells('outputEntry', 'then')}</millrace:rule>`;
  });
  return `<millrace:decisionTable hitPolicy="${policy}" result="decided">${[...inputs, ...outputs, ...rules].join('')}</millrace:decisionTable>`;
}

const all = (tag: Tag, name: string): Tag[] => tag.children.filter((child) => child.name === name);
const textOf = (tag: Tag | undefined): string => (tag ? (all(tag, 'text')[0]?.text ?? '').trim() : '');
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Reads the tags of an XML file, without their namespaces; enough for the files of the kit. */
function readTags(xml: string): Tag {
  const file: Tag = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Tag[] = [file];
  for (const part of xml.matchAll(
    /<!--[^]*?-->|<\?[^]*?\?>|<\/[^>]+>|<(?:[\w-]+:)?([\w-]+)((?:\s[^<>]*?)?)(\/?)>|[^<]+/g,
  )) {
    const [whole, name, attributes = '', closed] = part;
    const current = open.at(-1) ?? file;
    if (name !== undefined) {
      const pairs = [...attributes.matchAll(/([\w:-]+)\s*=\s*"([^"]*)"/g)];
      const tag: Tag = {
        name,
        attributes: new Map(pairs.map(([, key = '', value = '']) => [key, plain(value)])),
        children: [],
        text: '',
      };
      current.children.push(tag);
      if (closed === '') open.push(tag);
    } else if (whole.startsWith('</')) open.pop();
    else if (!whole.startsWith('<')) current.text += plain(whole);
  }
  return file;
}
