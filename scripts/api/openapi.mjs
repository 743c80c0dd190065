import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { AppModule } from '../../src/app.module.ts';
import { describeApi } from '../../src/front-page/describe-api.ts';
import { loadConfig } from '../../src/platform/config.ts';

const heading = '// Written by `npm run api` from the types of the controllers; do not change it by hand.\n\n';

/** The OpenAPI document of the program, which is put together but not started: no database is needed. */
export async function openApi(types) {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-api-'));
  try {
    const config = loadConfig({ DATA_DIR: dataDir });
    const app = await NestFactory.create(AppModule.on(config, 'postgres://nowhere/'), new FastifyAdapter(), {
      preview: true,
      logger: false,
    });
    return describeApi(app, types);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The TypeScript that `/api/openapi.json` is made with. */
export function serverTypes(types) {
  const type = "import type { DescribedTypes } from './add-types.js';\n\n";
  return `${heading}${type}export const describedTypes: DescribedTypes = ${JSON.stringify(types, null, 1)};\n`;
}

/** The TypeScript of the document for openapi-fetch. */
export async function clientTypes(document) {
  return heading + astToString(await openapiTypescript(document, { alphabetize: true }));
}
