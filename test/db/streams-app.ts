import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { OrganisationModule } from '../../src/organisation/organisation.module.js';
import { loadConfig } from '../../src/platform/config.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ProblemFilter } from '../../src/platform/http/problem-filter.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { StreamsModule } from '../../src/streams/streams.module.js';
import { createTestDatabase } from '../support/database.js';

export interface StreamsApp {
  readonly app: NestFastifyApplication;
  readonly stop: () => Promise<void>;
}

/** Streams with all that they stand on and the demo organisation, on a database of their own; no stream is published. */
export async function startStreamsApp(): Promise<StreamsApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-streams-'));
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  const testing = await Test.createTestingModule({
    imports: [PlatformModule.on(config, database.url), OrganisationModule, StreamsModule],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await app.get(UnitOfWork).run(systemActor, seedDemoOrganisation);
  await app.get(Directory).reload();
  const stop = async () => {
    await app.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { app, stop };
}
