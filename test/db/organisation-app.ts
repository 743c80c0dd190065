import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { Letters, type Letter } from '../../src/organisation/letters/letters.js';
import { OrganisationModule } from '../../src/organisation/organisation.module.js';
import { Clock } from '../../src/platform/clock.js';
import { loadConfig } from '../../src/platform/config.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { ProblemFilter } from '../../src/platform/http/problem-filter.js';
import { validationPipe } from '../../src/platform/http/validation.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { createTestDatabase } from '../support/database.js';

/** Runs with the real time unless a test moves it. */
export class MovableClock extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  /** Network address of the caller. */
  readonly address?: string;
}

/** The organisation alone, with its HTTP edge, on a database of its own that holds the demo organisation. */
export class OrganisationApp {
  readonly unitOfWork: UnitOfWork;
  readonly directory: Directory;
  /** What was written to people; nothing sends it here. */
  readonly letters: Letter[] = [];

  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: MovableClock,
    readonly stop: () => Promise<void>,
  ) {
    this.unitOfWork = app.get(UnitOfWork);
    this.directory = app.get(Directory);
    app.get(Letters).use((_, letter) => Promise.resolve(void this.letters.push(letter)));
  }

  /** Its public address is https://docs.gamma-trade.example. `empty`: without the demo organisation. */
  static async start({ empty = false } = {}): Promise<OrganisationApp> {
    const database = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'millrace-organisation-'));
    const config = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://docs.gamma-trade.example' });
    const clock = new MovableClock();
    const testing = await Test.createTestingModule({
      imports: [PlatformModule.on(config, database.url), OrganisationModule],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: ['error'] });
    app.useGlobalFilters(new ProblemFilter());
    app.useGlobalPipes(validationPipe());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const started = new OrganisationApp(app, clock, async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    });
    if (!empty) await started.unitOfWork.run(systemActor, seedDemoOrganisation);
    await started.directory.reload();
    return started;
  }

  async call({ method = 'GET', url, body, headers = {}, address = '10.0.0.1' }: Call) {
    const answer = await this.app.inject({
      method,
      url,
      headers,
      remoteAddress: address,
      ...(body === undefined ? {} : { payload: body }),
    });
    const content = answer.body === '' ? undefined : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, headers: answer.headers, body: content };
  }

  async signIn(login: string, password = 'demo', more: object = {}, address?: string) {
    const answer = await this.call({
      method: 'POST',
      url: '/api/session',
      body: { login, password, ...more },
      ...(address === undefined ? {} : { address }),
    });
    const cookie = String(answer.headers['set-cookie'] ?? '');
    return { ...answer, token: String(answer.body?.['token'] ?? ''), cookie, sent: cookie.split(';')[0] ?? '' };
  }

  /** Carries out what waits under the job's name, once each. */
  async work(name: string): Promise<void> {
    const jobs = await this.write(
      'SELECT j.id::text, payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1 ORDER BY j.id',
      [name],
    );
    const handler = this.app.get(JobRegistry).all().get(name);
    for (const { id, payload } of jobs) await handler?.(payload, { id: String(id), attempt: 1, maxAttempts: 25 });
  }

  me(headers: Record<string, string>) {
    return this.call({ url: '/api/me', headers });
  }

  /** One statement in a transaction of its own. */
  write(text: string, values: unknown[] = []) {
    return this.unitOfWork.run(systemActor, ({ tx }) => tx.query<Record<string, unknown>>(text, values));
  }
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
