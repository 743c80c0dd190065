import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { describedTypes } from './answers.gen.js';
import { describeApi } from './describe-api.js';

/** Serves the OpenAPI description at /api/openapi.json and a readable page of it at /api/docs. */
export function serveApiPages(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app, describedTypes), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Millrace API',
  });
}
