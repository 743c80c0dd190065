import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Serves the OpenAPI description at /api/openapi.json and a readable page of it at /api/docs. */
export function serveApiPages(app: INestApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Millrace')
    .setDescription('Streams of documents, routes, assignments, intake. Errors are RFC 9457 problem documents.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addCookieAuth('millrace_session')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Millrace API',
  });
}
