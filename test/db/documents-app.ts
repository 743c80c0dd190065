import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentView } from '../../src/documents/document-view.js';
import { DocumentsModule } from '../../src/documents/documents.module.js';
import type { RegisterRequest, RegistrationStep } from '../../src/documents/registration/register-request.js';
import { RegistrationDesk } from '../../src/documents/registration/registration-desk.js';
import { RegistrationSteps } from '../../src/documents/registration/registration-steps.js';
import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { actorOf } from '../../src/organisation/directory/queries.js';
import { loadConfig } from '../../src/platform/config.js';
import type { Actor, Context } from '../../src/platform/context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Refusal } from '../../src/platform/errors.js';
import { ProblemFilter } from '../../src/platform/http/problem-filter.js';
import { validationPipe } from '../../src/platform/http/validation.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { parseStream } from '../../src/streams/definition/parse-stream.js';
import { publishStreams } from '../../src/streams/definitions/publish-streams.js';
import { StreamIndexes } from '../../src/streams/definitions/stream-indexes.service.js';
import { StreamRegistry } from '../../src/streams/definitions/stream-registry.service.js';
import { createTestDatabase } from '../support/database.js';

const firms = `
key: firms
name: Firms
document: Firm
numbering: { register: firms, pattern: 'F-{counter:4}', period: never }
title: '{name}'
initial: active
statuses: [{ key: active, name: Active }, { key: closed, name: Closed, final: true }]
fields:
  - { key: name, type: text, name: Name, required: true, searchable: true, sortable: true }
  - { key: taxNumber, type: taxNumber, name: Tax number, unique: true }
  - { key: phone, type: phone, name: Phone, filterable: true }
access:
  - { role: clerk, verbs: [read, register, edit, links], scope: company }
  - { role: manager, verbs: [read, register, edit, links], scope: own }
`;

const papers = `
key: papers
name: Papers
document: Paper
numbering: { register: papers, pattern: 'P-{year}-{counter:5}', period: year }
title: '{firm} – {subject}'
initial: draft
statuses: [{ key: draft, name: Draft }, { key: done, name: Done, final: true }]
fields:
  - { key: subject, type: text, name: Subject, required: true, searchable: true, sortable: true, filterable: true }
  - { key: kind, type: choice, name: Kind, filterable: true, sortable: true, options: [{ key: a, name: A }, { key: b, name: B }] }
  - { key: amount, type: money, name: Amount, currency: EUR, sortable: true, filterable: true }
  - { key: plannedAt, type: date, name: Planned, sortable: true }
  - { key: rank, type: integer, name: Rank, sortable: true, filterable: true }
  - { key: firm, type: reference, stream: firms, name: Firm, filterable: true }
  - { key: owner, type: person, name: Owner }
  - key: items
    type: table
    name: Items
    columns:
      - { key: name, type: text, name: Name, required: true }
      - { key: firm, type: reference, stream: firms, name: Firm }
access:
  - { role: clerk, verbs: [read, register, edit, links], scope: company }
  - { role: manager, verbs: [read, register, edit, links], scope: own }
  - { role: head, verbs: [read, edit, links], scope: department }
  - { role: accountant, verbs: [read], scope: unit }
`;

/** What a test may put in the way of registration. */
export class SwitchableStep implements RegistrationStep {
  current: RegistrationStep = {};

  prepare: NonNullable<RegistrationStep['prepare']> = (ctx, draft) =>
    this.current.prepare?.(ctx, draft) ?? Promise.resolve(draft);

  followUp: NonNullable<RegistrationStep['followUp']> = (ctx, document, draft) =>
    this.current.followUp?.(ctx, document, draft) ?? Promise.resolve();
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
  readonly raw: Buffer;
}

/** Documents with all that they stand on, two streams and the demo organisation, on a database of their own. */
export class DocumentsApp {
  private readonly tokens = new Map<string, string>();
  readonly work: UnitOfWork;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly step: SwitchableStep,
    readonly stop: () => Promise<void>,
  ) {
    this.work = app.get(UnitOfWork);
  }

  static async start(): Promise<DocumentsApp> {
    const database = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'millrace-documents-'));
    const config = loadConfig({ DATA_DIR: dataDir });
    const imports = [PlatformModule.on(config, database.url), DocumentsModule];
    const testing = await Test.createTestingModule({ imports }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.register(multipart, { limits: { fileSize: 300_000, files: 5 } });
    app.useGlobalFilters(new ProblemFilter());
    app.useGlobalPipes(validationPipe());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const step = new SwitchableStep();
    app.get(RegistrationSteps).add(step);
    const started = new DocumentsApp(app, step, async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    });
    await started.prepare();
    return started;
  }

  /** Runs in a transaction on behalf of `login`, or of the system. */
  as<Result>(login: string | null, work: (ctx: Context) => Promise<Result>): Promise<Result> {
    return this.work.run(this.actor(login), work);
  }

  actor(login: string | null): Actor {
    const org = this.app.get(Directory).snapshot();
    return login === null ? systemActor : actorOf(org, org.personByLogin.get(login)?.id ?? 'nobody');
  }

  register(login: string | null, request: RegisterRequest): Promise<DocumentView> {
    return this.app.get(RegistrationDesk).register(this.actor(login), request);
  }

  /** Registers a document of the stream "papers" with the subject "Paper" unless `fields` say otherwise. */
  paper(
    login: string | null,
    fields: Record<string, unknown>,
    more: Partial<RegisterRequest> = {},
  ): Promise<DocumentView> {
    return this.register(login, { stream: 'papers', fields: { subject: 'Paper', ...fields }, ...more });
  }

  /** The highest number given out in a register so far; 0 before the first. */
  async lastCounter(registerKey: string): Promise<number> {
    const [row] = await this.work.read<{ last: number }>(
      'SELECT coalesce(max(last), 0)::int AS last FROM register_counter WHERE register = $1',
      [registerKey],
    );
    return row?.last ?? 0;
  }

  async call(
    login: string,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await this.app.inject({
      ...{ method, url },
      headers: { authorization: `Bearer ${await this.token(login)}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const json = /json/.test(String(answer.headers['content-type'])) && answer.payload !== '';
    const body = json ? (JSON.parse(answer.payload) as Record<string, unknown>) : {};
    const shown = answer.headers as Readonly<Record<string, string>>;
    return { status: answer.statusCode, headers: shown, body, raw: answer.rawPayload };
  }

  /** Sends one file as the multipart part `file`. */
  upload(
    login: string,
    url: string,
    name: string,
    bytes: Buffer,
    fields: Record<string, string> = {},
  ): Promise<Answer> {
    const boundary = 'x'.repeat(30);
    const parts = Object.entries(fields).map(
      ([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
    );
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`;
    const payload = Buffer.concat([Buffer.from(parts.join('') + head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    return this.call(login, 'POST', url, payload, { 'content-type': `multipart/form-data; boundary=${boundary}` });
  }

  private async token(login: string): Promise<string> {
    const known = this.tokens.get(login);
    if (known !== undefined) return known;
    const answer = await this.app.inject({
      ...{ method: 'POST', url: '/api/session' },
      payload: { login, password: 'demo' },
    });
    const { token } = answer.json<{ token: string }>();
    this.tokens.set(login, token);
    return token;
  }

  private async prepare(): Promise<void> {
    await this.work.run(systemActor, seedDemoOrganisation);
    await this.app.get(Directory).reload();
    const definitions = [firms, papers].map((text, index) => {
      const parsed = parseStream(text, `test/${index}.yaml`);
      if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
      return parsed.definition;
    });
    await this.work.run(systemActor, (ctx) => publishStreams(ctx.tx, ctx.now, definitions));
    await this.app.get(StreamRegistry).refresh();
    const failures = await this.app.get(StreamIndexes).ensure(this.app.get(StreamRegistry).all());
    if (failures.length > 0) throw new Error(failures.join('\n'));
  }
}

/** The refusal that `work` must end with; throws when it ends in any other way. */
export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw new Error(`Expected a refusal, not ${String(outcome)}`);
  return outcome;
}

/** The items of an answered list. */
export function items<Item = Record<string, unknown>>(answer: Answer): Item[] {
  return answer.body['items'] as Item[];
}
