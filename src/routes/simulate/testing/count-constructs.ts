import { parseRoute } from '../../model/parse-route.js';
import type { RouteModel, RouteProblem } from '../../model/route-model.js';
import { begin, completeAll } from '../simulate.js';
import { World } from '../world.js';
import { constructsOf, type Construct, type ConstructsById } from './constructs.js';
import type { Material } from './material.js';
import { playHinted, type Hinted } from './play-hinted.js';
import { allNodes, playRecorded } from './play-recorded.js';

/** What the files of the material say of one construct. */
export interface ConstructCount extends Construct {
  /** Files that have it. */
  files: number;
  /** Of these: files that compile and step. */
  stepped: number;
  /** Of these: files in which an element of the kind was entered. */
  entered: number;
  /** Recorded cases with it, and those that went as recorded. */
  recorded: number;
  asRecorded: number;
  /** Files refused for an element of the kind. */
  refused: number;
  /** Why: the message without what is particular, and the number of files. */
  readonly reasons: Map<string, number>;
}

export interface Counts {
  /** Of the material that was run. */
  readonly fingerprint: string;
  readonly constructs: readonly ConstructCount[];
  /** By source: files, and how many step. */
  readonly sources: readonly { readonly source: string; readonly files: number; readonly stepped: number }[];
  /** Files in which nothing could be told apart: no XML, no BPMN. */
  readonly unreadable: ReadonlyMap<string, number>;
  readonly recorded: { readonly cases: number; readonly asRecorded: number };
  /** Lists of steps read from tests of another engine, and what came of them. */
  readonly hinted: readonly { readonly name: string; readonly hinted: Hinted }[];
}

/** What came of one file. */
type Outcome = { readonly entered: ReadonlySet<string> } | { readonly problems: readonly RouteProblem[] };

/** Runs everything in the material and counts what came of it, by construct. */
export async function countConstructs(material: Material): Promise<Counts> {
  const tally = new Tally();
  const sources: { source: string; files: number; stepped: number }[] = [];
  for (const source of material.sources()) {
    const models = material.models(source);
    let stepped = 0;
    for (const path of models) {
      const xml = material.read(path);
      const parsed = await parseRoute(xml);
      const outcome: Outcome = 'problems' in parsed ? parsed : run(parsed.model);
      if ('entered' in outcome) stepped += 1;
      tally.add(await constructsOf(xml), outcome);
    }
    if (models.length > 0) sources.push({ source, files: models.length, stepped });
  }
  const cases = material.recorded();
  let asRecorded = 0;
  for (const entry of cases) {
    const xml = material.read(entry.file);
    const parsed = await parseRoute(xml);
    const well = 'model' in parsed && playRecorded(parsed.model, entry).length === 0;
    if (well) asRecorded += 1;
    tally.addRecorded(await constructsOf(xml), well);
  }
  return {
    fingerprint: material.fingerprint(),
    constructs: tally.sorted(),
    sources,
    unreadable: tally.unreadable,
    recorded: { cases: cases.length, asRecorded },
    hinted: await playAllHinted(material),
  };
}

async function playAllHinted(material: Material): Promise<Counts['hinted']> {
  const played: { name: string; hinted: Hinted }[] = [];
  for (const entry of material.hinted()) {
    const name = entry.case.slice(entry.case.lastIndexOf('/') + 1).replace('.java#', '.');
    played.push({ name, hinted: await playHinted(material, entry) });
  }
  return played;
}

/** Tasks completed in one go, and runs that pools may begin of each other: some drawings go round for ever. */
const mostTasks = 100;
const mostRuns = 10;

/** Steps a file: from each start event, and from where it begins by itself with every event that waits triggered first. */
function run(model: RouteModel): Outcome {
  const first = new World({ model, facts: { document: null, card: {} } });
  const problems = first.compile();
  if (problems.length > 0) return { problems };
  const graphs = first.processes;
  const worlds = [first];
  const another = (): World => {
    const world = new World({ model, graphs, facts: { document: null, card: {} } });
    worlds.push(world);
    return world;
  };
  begin(first, { steps: [] });
  completeSome(first);
  const triggered = another();
  begin(triggered, { steps: [] });
  for (let turn = 0; turn < 2; turn += 1) {
    triggerAll(triggered, model);
    completeSome(triggered);
  }
  for (const [process, graph] of graphs)
    for (const { id } of graph.root.starts) another().start(process, { startEvent: id });
  return { entered: new Set(worlds.flatMap(({ trail }) => trail.map(({ element }) => element))) };
}

function completeSome(world: World): void {
  for (let done = 0; done < mostTasks && world.runs.length <= mostRuns; done += 1) completeAll(world, 1);
}

function triggerAll(world: World, model: RouteModel): void {
  const nodes = model.processes.flatMap(allNodes);
  const waiting = nodes.filter(({ type }) => type === 'boundaryEvent' || type === 'intermediateCatchEvent');
  const begun = nodes.filter(({ triggeredByEvent }) => triggeredByEvent).flatMap(({ scope }) => scope?.nodes ?? []);
  // those that let their activity go on come first
  const ordered = [...waiting, ...begun.filter(({ type }) => type === 'startEvent')].sort(
    (a, b) => Number(a.interrupting) - Number(b.interrupting),
  );
  for (const { id } of ordered) if (world.runs.length <= mostRuns) world.trigger(id);
}

class Tally {
  readonly unreadable = new Map<string, number>();
  private readonly counts = new Map<string, ConstructCount>();

  add(constructs: ConstructsById | undefined, outcome: Outcome): void {
    if (!constructs || constructs.size === 0) {
      if ('problems' in outcome) count(this.unreadable, general(outcome.problems[0]?.message ?? ''));
      return;
    }
    for (const construct of distinct([...constructs.values()].flat())) {
      const row = this.row(construct);
      row.files += 1;
      if ('problems' in outcome) continue;
      row.stepped += 1;
      const ids = [...constructs].filter(([, list]) => list.some(({ name }) => name === construct.name));
      if (ids.some(([id]) => outcome.entered.has(id))) row.entered += 1;
    }
    if ('problems' in outcome) this.refuse(constructs, outcome.problems);
  }

  addRecorded(constructs: ConstructsById | undefined, well: boolean): void {
    for (const construct of distinct([...(constructs?.values() ?? [])].flat())) {
      const row = this.row(construct);
      row.recorded += 1;
      if (well) row.asRecorded += 1;
    }
  }

  sorted(): ConstructCount[] {
    return [...this.counts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A file counts once for each construct that it is refused for, with the first reason. */
  private refuse(constructs: ConstructsById, problems: readonly RouteProblem[]): void {
    const blamed = new Map<string, { construct: Construct; reason: string }>();
    for (const { element, message } of problems) {
      const list = element === null ? undefined : constructs.get(element);
      const construct = list && (ofMarker.test(message) ? (list[1] ?? list[0]) : list[0]);
      if (!construct) {
        if (element === null) count(this.unreadable, general(message));
      } else if (!blamed.has(construct.name)) blamed.set(construct.name, { construct, reason: general(message) });
    }
    for (const { construct, reason } of blamed.values()) {
      const row = this.row(construct);
      row.refused += 1;
      count(row.reasons, reason);
    }
  }

  private row({ group, name }: Construct): ConstructCount {
    const known = this.counts.get(name);
    if (known) return known;
    const row: ConstructCount = {
      group,
      name,
      files: 0,
      stepped: 0,
      entered: 0,
      recorded: 0,
      asRecorded: 0,
      refused: 0,
      reasons: new Map(),
    };
    this.counts.set(name, row);
    return row;
  }
}

/** Problems of a marker, not of the activity that has it. */
const ofMarker = /^the (collection|number of turns|collected value|completion condition|loop)/;

function distinct(constructs: readonly Construct[]): Construct[] {
  return [...new Map(constructs.map((construct) => [construct.name, construct])).values()];
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A message without the names of one drawing. */
function general(message: string): string {
  return message
    .replace(/ at "[^]*" \(character \d+\)| at its end/, '')
    .replace(/"[^]*"(?=: it is not| calls)/, '"…"')
    .replace(/"[^"]*"/g, '"…"')
    .replace(/scripts in \S+/, 'scripts in other languages')
    .replace(/<(\w+:)?(\w+)>: (illegal|duplicate) ID <.*>/, '$3 id')
    .replace(/\s+/g, ' ')
    .trim();
}
