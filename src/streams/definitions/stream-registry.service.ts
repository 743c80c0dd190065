import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { CompiledCard } from '../card/compile-card.js';
import { compileCard } from '../card/compile-card.js';
import type { StreamDefinition } from '../definition/stream-definition.js';

interface VersionRow {
  key: string;
  version: number;
  hash: string;
  definition: StreamDefinition;
}

interface HeldStream {
  readonly card: CompiledCard;
  readonly version: number;
  readonly hash: string;
}

/**
 * The newest published version of every stream, compiled and held in memory. A version that no longer compiles (its rules
 * changed with the program) leaves the one before in its place and is told in the log.
 */
@Injectable()
export class StreamRegistry implements OnModuleInit {
  private readonly logger = new Logger('Streams');
  private held: ReadonlyMap<string, HeldStream> = new Map();
  private cards: readonly CompiledCard[] = [];
  private refreshing: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    this.changes.subscribe((topic) => {
      if (topic !== 'stream_definition' && topic !== '*') return;
      this.refresh().catch((error: Error) => this.logger.error(`Streams could not be read again: ${error.message}`));
    });
    await this.refresh();
  }

  /** Reads newly published versions, one reading after another; cards that did not change stay the same objects. */
  refresh(): Promise<void> {
    this.refreshing = this.refreshing.catch(() => undefined).then(() => this.read());
    return this.refreshing;
  }

  /** All streams by key. */
  all(): readonly CompiledCard[] {
    return this.cards;
  }

  /** @throws Refusal `stream-unknown` (404) */
  get(key: string): CompiledCard {
    const found = this.held.get(key);
    if (found) return found.card;
    throw new Refusal(
      'notFound',
      'stream-unknown',
      say('There is no stream "{stream}".', { stream: key.slice(0, 60) }),
    );
  }

  /** The published version that `get` answers. */
  version(key: string): number | undefined {
    return this.held.get(key)?.version;
  }

  private async read(): Promise<void> {
    const rows = await this.unitOfWork.read<VersionRow>(
      'SELECT DISTINCT ON (key) key, version, hash, definition FROM stream_definition ORDER BY key, version DESC',
    );
    const next = new Map<string, HeldStream>();
    for (const row of rows) {
      const old = this.held.get(row.key);
      const use = old?.hash === row.hash ? { ...old, version: row.version } : (this.compile(row) ?? old);
      if (use) next.set(row.key, use);
    }
    this.held = next;
    this.cards = [...next.values()].map(({ card }) => card);
  }

  private compile({ key, version, hash, definition }: VersionRow): HeldStream | undefined {
    try {
      return { card: compileCard(definition), version, hash };
    } catch (error) {
      this.logger.error(`Version ${version} of the stream ${key} is not used: ${(error as Error).message}`);
      return undefined;
    }
  }
}
