import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import { serveApiPages } from './front-page/api-pages.js';
import { serveWebApp } from './front-page/serve-web-app.js';
import { RefusedCalls } from './organisation/audit/refused-calls.js';
import type { Config } from './platform/config.js';
import { ProblemFilter } from './platform/http/problem-filter.js';
import { closeConnections } from './platform/http/close-connections.js';
import { validationPipe } from './platform/http/validation.js';

/** Bodies above these sizes are refused with 413, in bytes. */
const largestJsonBody = 5 * 1024 * 1024;
const largestFile = 100 * 1024 * 1024;

/** The application with its HTTP edge, not listening yet; `init()` it before use. */
export async function buildApplication(config: Config, databaseUrl: string): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestJsonBody,
    routerOptions: { maxParamLength: 200 },
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
  });
  // BPMN comes as XML; it is kept as text and read by the checks of routes.
  adapter
    .getInstance()
    .addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_, body, done) => done(null, body));
  // Directories of firms send JSON under a name of its own (RFC 7644).
  adapter
    .getInstance()
    .addContentTypeParser(
      'application/scim+json',
      { parseAs: 'string' },
      adapter.getInstance().getDefaultJsonParser('error', 'error'),
    );
  // What says nothing of how long it may be kept is kept nowhere but in the memory of the app.
  adapter.getInstance().addHook('onSend', (request, reply, _, done) => {
    if (/^\/(api|scim)\//.test(request.url) && !reply.hasHeader('cache-control')) {
      void reply.header('cache-control', 'no-store');
    }
    done();
  });
  const protect = helmet({ contentSecurityPolicy: { useDefaults: false, directives: contentPolicy } });
  // Made once; the plugin of Fastify would put the headers together anew for every call.
  adapter.getInstance().addHook('onRequest', ({ raw }, reply, done) => protect(raw, reply.raw, () => done()));
  closeConnections(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(config, databaseUrl), adapter, {
    logger: levelsUpTo(config.logLevel),
    bodyParser: true,
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: largestFile, files: 20, fields: 200, fieldSize: 200_000 } });
  app.useGlobalFilters(new ProblemFilter((refused) => app.get(RefusedCalls).note(refused)));
  app.useGlobalPipes(validationPipe());
  app.enableShutdownHooks([]);
  serveApiPages(app);
  await serveWebApp(app, config.publicUrl);
  return app;
}

/** Answers of the API are data: whoever opens one as a page gets nothing that runs, loads or is framed. Pages say their own. */
const contentPolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

function levelsUpTo(level: Config['logLevel']): Config['logLevel'][] {
  const order: Config['logLevel'][] = ['error', 'warn', 'log', 'debug', 'verbose'];
  return order.slice(0, order.indexOf(level) + 1);
}
