import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of a recorded simulation: what is done, or what must have been left since the one before. */
export interface RecordedStep {
  readonly do: 'choose' | 'trigger' | 'signal' | 'wait_at' | 'expect_trace';
  readonly element?: string;
  readonly gateway?: string;
  readonly active_outgoing?: string[];
  readonly visited?: string[];
}

/** A model with what another simulator recorded of it, step by step. */
export interface RecordedCase {
  readonly file: string;
  readonly case: string;
  readonly tier: string;
  readonly steps: RecordedStep[];
}

/** A step as a pattern read it from a test of another engine: one member, what is done or what is asked. */
export interface HintedStep {
  readonly start?: string;
  readonly start_msg?: string;
  readonly complete?: string;
  readonly vars?: readonly [string, string];
  readonly message?: string;
  readonly signal?: string;
  readonly run_jobs?: boolean;
  readonly clock?: unknown;
  readonly expect_ended?: boolean;
  readonly expect_task_name?: string;
  readonly expect_task_key?: string;
  readonly expect_task_count?: string;
  readonly expect_active_ids?: unknown;
  readonly expect_exception?: string;
}

/** Files that a test of another engine deploys together, and the steps it takes, as far as a pattern can read them. */
export interface HintedCase {
  readonly file: readonly string[];
  readonly case: string;
  readonly tier: string;
  readonly steps: readonly HintedStep[];
}

/** The public test processes of other engines and tools; they lie beside the project, not in it. */
export class Material {
  constructor(readonly folder: string) {}

  static beside(project: string): Material {
    return new Material(join(project, '..', 'shared', 'conformance'));
  }

  get present(): boolean {
    return existsSync(join(this.folder, 'bpmn', 'expected.json'));
  }

  /** The text of a file, by its path in the folder. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Cases whose recorded traces say what must happen. */
  recorded(): RecordedCase[] {
    return this.cases<RecordedCase>('semantic');
  }

  /** Cases whose steps were read from the source of tests, and may have been read wrongly. */
  hinted(): HintedCase[] {
    return this.cases<HintedCase>('hint');
  }

  private cases<T extends { readonly tier: string }>(wanted: T['tier']): T[] {
    if (!this.present) return [];
    const cases = JSON.parse(this.read('bpmn/expected.json')) as T[];
    return cases.filter(({ tier }) => tier === wanted);
  }

  /** Paths of the BPMN files of a source (`camunda7`, `miwg`, …), sorted. */
  models(source: string): string[] {
    return readdirSync(join(this.folder, 'bpmn', source), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(bpmn2?|xml)$/.test(path))
      .map((path) => join('bpmn', source, path))
      .sort();
  }

  sources(): string[] {
    return readdirSync(join(this.folder, 'bpmn'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  /** Tells one set of files from another, in a few letters. */
  fingerprint(): string {
    const hash = createHash('sha256');
    const paths = ['bpmn/expected.json', ...this.sources().flatMap((source) => this.models(source))];
    for (const path of paths) hash.update(`${path}\0${this.read(path)}\0`);
    return hash.digest('hex').slice(0, 16);
  }
}
