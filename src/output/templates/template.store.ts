import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/context.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { compileTemplate } from './compile-template.js';
import type { CompiledTemplate, TemplateSource } from './compiled-template.js';

interface VersionRow {
  key: string;
  version: number;
  hash: string;
  source: TemplateSource;
}

/** A template as it is used now. */
export interface PublishedTemplate extends CompiledTemplate {
  readonly version: number;
}

/**
 * The newest published version of every template, compiled. A version that no longer compiles (its rules changed with
 * the program) leaves the one before in its place and is told in the log.
 */
@Injectable()
export class TemplateStore implements OnModuleInit {
  private readonly logger = new Logger('Templates');
  private templates = new Map<string, PublishedTemplate>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    this.changes.subscribe((topic) => {
      if (topic !== 'template_version' && topic !== '*') return;
      this.refresh().catch((error: Error) => this.logger.error(`Templates could not be read again: ${error.message}`));
    });
    await this.refresh();
  }

  /** Reads newly published versions; compiled ones that did not change are kept. */
  async refresh(): Promise<void> {
    const rows = await this.unitOfWork.read<VersionRow>(newestVersions);
    const next = new Map<string, PublishedTemplate>();
    for (const row of rows) {
      const old = this.templates.get(row.key);
      const use =
        old?.hash === row.hash
          ? { ...old, version: row.version }
          : (this.compile(row) ?? old ?? (await this.earlier(row)));
      if (use) next.set(row.key, use);
    }
    this.templates = next;
  }

  all(): readonly PublishedTemplate[] {
    return [...this.templates.values()];
  }

  /** @throws Refusal `template-unknown` (404) that names the templates there are */
  get(key: string): PublishedTemplate {
    const found = this.templates.get(key);
    if (found) return found;
    const known = [...this.templates.keys()].join(', ') || 'none is published';
    throw new Refusal(
      'notFound',
      'template-unknown',
      say('There is no template "{key}". Templates: {known}.', { key, known }),
    );
  }

  /** The newest version before `row` that works; asked for only where a process starts with one that does not. */
  private async earlier({ key, version }: VersionRow): Promise<PublishedTemplate | undefined> {
    const rows = await this.unitOfWork.read<VersionRow>(earlierVersions, [key, version]);
    for (const row of rows) {
      const compiled = this.compile(row);
      if (compiled) return compiled;
    }
    return undefined;
  }

  private compile(row: VersionRow): PublishedTemplate | undefined {
    const result = compileTemplate(row.source);
    if ('template' in result) return { ...result.template, version: row.version };
    const [first] = result.problems;
    this.logger.error(
      `Version ${row.version} of the template ${row.key} is not used: ${first?.file}:${first?.line}: ${first?.message}`,
    );
    return undefined;
  }
}

const newestVersions = `
  SELECT DISTINCT ON (key) key, version, hash, source FROM template_version ORDER BY key, version DESC`;

const earlierVersions = `
  SELECT key, version, hash, source FROM template_version WHERE key = $1 AND version < $2 ORDER BY version DESC LIMIT 10`;

/**
 * Publishes templates that differ from their newest version, each as the next version. Give only templates that
 * compiled, so that a broken one never replaces a working one. Answers the keys that were published.
 */
export async function publishTemplates(tx: Tx, now: Date, templates: readonly CompiledTemplate[]): Promise<string[]> {
  await tx.query('LOCK TABLE template_version IN SHARE ROW EXCLUSIVE MODE');
  const rows = await tx.query<VersionRow>(newestVersions);
  const newest = new Map(rows.map((row) => [row.key, row]));
  const changed = templates.filter((template) => newest.get(template.key)?.hash !== template.hash);
  for (const { key, hash, source } of changed) {
    const version = (newest.get(key)?.version ?? 0) + 1;
    await tx.query(
      'INSERT INTO template_version (key, version, hash, source, published_at) VALUES ($1, $2, $3, $4, $5)',
      [key, version, hash, JSON.stringify(source), now],
    );
  }
  return changed.map(({ key }) => key);
}
