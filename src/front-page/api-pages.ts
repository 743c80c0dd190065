import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { describedTypes } from './answers.gen.js';
import { describeApi } from './describe-api.js';

/** Serves the OpenAPI description at /api/openapi.json and a readable page of it at /api/docs. */
export function serveApiPages(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app, describedTypes), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Millrace API',
  });
  const server = app.getHttpAdapter().getInstance() as FastifyInstance;
  server.addHook<string | undefined>('onSend', (request, reply, page, done) => {
    const isPage = typeof page === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
    if (!request.url.startsWith('/api/docs') || !isPage) return done(null, page);
    const nonce = randomBytes(16).toString('base64');
    void reply.header('content-security-policy', pagePolicy(nonce));
    done(null, withoutInlineStyles(page, nonce));
  });
}

/** The page brings a style sheet of a few lines, and one style at its picture, as the library writes them. */
function withoutInlineStyles(page: string, nonce: string): string {
  return page
    .replace('<style>', `<style nonce="${nonce}">`)
    .replace(/(<svg [^>]*)style="[^"]*"/, '$1width="0" height="0"');
}

function pagePolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
