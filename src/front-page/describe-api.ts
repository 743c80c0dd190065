import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { addTypes, type DescribedTypes } from './add-types.js';

/** The OpenAPI description: what Nest knows of the controllers, and what `types` say that their methods answer. */
export function describeApi(app: INestApplication, types: DescribedTypes): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Millrace')
    .setDescription('Streams of documents, routes, assignments, intake. Errors are RFC 9457 problem documents.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addCookieAuth('millrace_session')
    .build();
  return addTypes(SwaggerModule.createDocument(app, description), types);
}
