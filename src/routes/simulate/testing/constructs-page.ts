import type { ConstructCount, Counts } from './count-constructs.js';
import { groups } from './constructs.js';
import type { Hinted } from './play-hinted.js';
import { drawnHere, type Drawn } from './drawn-constructs.js';

/** Constructs that a simulation lets through as drawn, but that no route can be published with. */
const forLookingOnly = /^(boundary: none|start of an event sub-process: none)/;

/** The page of constructs, Markdown as the formatter of the project writes it. */
export async function constructsPage(counts: Counts): Promise<string> {
  const total = counts.sources.reduce((sum, { files }) => sum + files, 0);
  const stepped = counts.sources.reduce((sum, row) => sum + row.stepped, 0);
  const drawn = await drawnHere();
  const runsDrawn = new Set(drawn.filter(({ reason }) => reason === null).map(({ name }) => name));
  const sections = groups.map((group) => {
    const rows = counts.constructs.filter((construct) => construct.group === group);
    const shown = rows.map((row) => cells(row, runsDrawn.has(row.name)));
    return `### ${group}\n\n${table(headings, shown)}`;
  });
  return (
    [
      introduction,
      `## What was run\n\n${total} files, of which ${stepped} step; ${counts.recorded.asRecorded} of ${counts.recorded.cases} recorded simulations go as recorded. (Material ${counts.fingerprint}.)`,
      table(
        ['Source', 'Files', 'Step', 'Refused'],
        counts.sources.map(({ source, files, stepped: well }) => [source, `${files}`, `${well}`, `${files - well}`]),
      ),
      legend,
      ...hintedSection(counts.hinted),
      '## Constructs',
      ...sections,
      `### Drawn for this page\n\nNo file of the material has them, or none that could run.\n\n${table(['Construct', 'Runs', 'Reason'], drawn.map(drawnCells))}`,
      `### Files that cannot be read\n\n${table(
        ['Reason', 'Files'],
        [...counts.unreadable].sort(byCount).map(([reason, files]) => [escaped(reason), `${files}`]),
      )}`,
      otherTools,
    ].join('\n\n') + '\n'
  );
}

const hintedKinds: readonly (readonly [Hinted['result'], string])[] = [
  ['expected', 'Go as the test expects'],
  ['filled', 'Go so when events come that the list leaves out'],
  ['refused', 'Refused: the file has what is not supported'],
  ['java', 'Cannot go so: work or values are left to Java classes'],
  ['otherwise', 'Go otherwise'],
];

function hintedSection(cases: Counts['hinted']): string[] {
  const count = (kind: Hinted['result']): string => `${cases.filter(({ hinted }) => hinted.result === kind).length}`;
  const otherwise = cases.flatMap(({ name, hinted }) =>
    hinted.result === 'otherwise' ? [[name, escaped(hinted.reason.slice(0, 70))]] : [],
  );
  return [
    `## Tests of another engine\n\n${hintedLegend}`,
    table(
      ['What came of it', 'Lists'],
      hintedKinds.map(([kind, text]) => [text, count(kind)]),
    ),
    hintedOtherwise,
    table(['Test', 'Where it goes otherwise'], otherwise),
  ];
}

const headings = ['Construct', 'Runs', 'Files', 'Step', 'Reached', 'As recorded', 'Refused for it', 'Why refused'];

function cells(row: ConstructCount, runsDrawn: boolean): string[] {
  const runs = row.stepped > 0 || runsDrawn;
  return [
    row.name,
    !runs ? 'no' : forLookingOnly.test(row.name) ? 'in simulations' : 'yes',
    `${row.files}`,
    `${row.stepped}`,
    row.group === 'Pools, data and texts' ? '' : `${row.entered}`,
    row.recorded === 0 ? '' : `${row.asRecorded} of ${row.recorded}`,
    row.refused === 0 ? '' : `${row.refused}`,
    [...row.reasons]
      .sort(byCount)
      .slice(0, 2)
      .map(([reason, files]) => `${escaped(reason)} (${files})`)
      .join('; '),
  ];
}

function drawnCells({ name, reason }: Drawn): string[] {
  return [name, reason === null ? 'yes' : 'no', reason === null ? '' : escaped(reason)];
}

function byCount([a, countA]: [string, number], [b, countB]: [string, number]): number {
  return countB - countA || (a < b ? -1 : 1);
}

function escaped(text: string): string {
  return text.replace(/[|<>*_]/g, (character) => `\\${character}`);
}

/** A table with its columns padded, as the formatter leaves it. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(3, head.length, ...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '') + ' '.repeat(width - [...(row[column] ?? '')].length)).join(' | ')} |`;
  return [line(heads), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

const introduction = `# BPMN 2.0: what runs, and what is refused

This page is written by \`npm run docs:constructs\` from a run of public test processes of other engines and tools. Do not edit
it: change the program or the generator, and write it again. A test compares it with a new run wherever the same processes are at hand.

What the table does not have is refused when a route is checked, with the element's id, its line and the reason. Nothing that
changes the course of a route is passed over in silence. What is only drawn (pools, lanes, data, texts) is read and kept.`;

const legend = `A file _steps_ when it compiles and can be begun; \`route simulate\` is as lenient as that needs: a task without a performer
or a timer without a time is let through, while publishing wants them. It is stepped from each of its start events, with its
tasks completed in turn, and once more with every event that waits triggered first. _Reached_ counts the files in which an
element of the kind was entered (a flow: taken) on the way: what only a variable or an outcome leads to is not. _As recorded_ are
simulations of which another program wrote down, step by step, what was left: every step must agree. A file that is refused
counts under _refused for it_ at the elements that are to blame, and nowhere else.`;

const hintedLegend = `For camunda7 the material has lists of steps that a pattern has read from the source of its unit tests: start, complete a task,
send a message, run jobs; which tasks are open, whether the process has ended. A list does not say which of several open tasks is
meant, leaves out calls that the pattern does not know, and counts what a query with conditions counts. Each is played in all
readings that it leaves open, until one meets everything that is asked for.`;

const hintedOtherwise = `Those that go otherwise were looked at by hand. Most ask for what the list cannot say (a query with conditions that counts 0, a loop,
variables that the pattern missed, a file that was not deployed) or for exceptions of the other engine's interface. The others are
differences that are meant: an error that nobody catches is an end here and not an exception; a boundary event interrupts unless
it says otherwise, as BPMN has it; names of tasks are no expressions; a date is no duration. In a simulation, a computed name
of a message or signal is taken as it stands, and what nothing leads to begins with its scope; publishing refuses both.`;

const otherTools = `## Drawings of other tools

Files of bpmn.io, Camunda, Signavio, ADONIS and Bizagi are BPMN 2.0 and open as they are:

- **Extensions of other tools** (\`camunda:\`, \`signavio:\`, ADONIS properties, \`bizagi:\`, any namespace) are kept and written back as they
  were, elements and attributes, with the diagram. They have no effect on a run.
- **Expressions**: \`\${…}\` and \`#{…}\` are read as far as they mean the same in FEEL (comparisons, \`and\`, \`or\`, \`not\`, \`a ? b : c\`);
  calls of Java methods and beans are named as what cannot be mapped.
- **References** by a qualified name, or by a name where BPMN wants an id, are understood. Elements without an id get one.
- **A multi-instance collection** given by \`camunda:collection\` and \`camunda:elementVariable\` is taken for \`millrace:collection\` and \`millrace:item\`.
- **What to add** before publishing: who does each task (\`millrace:assignment\`, or a lane that is named after a post or unit), what each
  automatic step does (\`millrace:action\`), and the stream (\`millrace:route\`). \`route check\` lists what is missing, element by element.
- **Not read**: document types and entities, because a file could make the reader fetch or unfold anything; scripts in other
  languages than FEEL; cron expressions of timers, in whose place ISO 8601 stands (\`R/P1D\`).`;
