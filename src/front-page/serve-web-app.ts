import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tokenInCookie } from '../organisation/session/session-cookie.js';
import { languageFromHeader } from '../platform/languages.js';
import { readFirstLoads } from './first-loads.js';
import { builtPage, builtWeb as built, webBuild } from './web-build.js';

/** The names of built files carry a hash of their content. */
const immutable = 'public, max-age=31536000, immutable';
/** Addresses of programs and of pages that the server writes itself: what is not found there is not the app's. */
const notOfTheApp = /^\/(api|assets|f|d|calendar\/[^/]+\.ics|scim|metrics)(\/|$)|\/\./;

const notBuilt = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Millrace</title></head>
<body><h1>Millrace</h1><p>The web app is not built. Type: npm run build</p><p><a href="/api/docs">API pages</a></p></body></html>`;

/**
 * Serves the files of the web app, and its page for every address that is a screen. The page gets a nonce for its style
 * sheets, so the policy needs no `unsafe-inline`.
 */
export async function serveWebApp(app: NestFastifyApplication, publicUrl: string): Promise<void> {
  const files = existsSync(built) ? listFiles(built) : new Set<string>();
  const page = (builtPage() ?? notBuilt).replace('name="build" content=""', `name="build" content="${webBuild()}"`);
  const headOf = readFirstLoads();
  await app.register(fastifyStatic, { root: built, serve: false, preCompressed: true, cacheControl: false });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/*', (request: FastifyRequest, reply: FastifyReply) => {
      const path = new URL(request.url, 'http://localhost').pathname;
      const file = path.slice(1);
      if (file !== 'index.html' && files.has(file)) return sendFile(reply, file);
      if (notOfTheApp.test(path) || /\.[a-z0-9]{2,5}$/i.test(path)) return reply.callNotFound();
      const { cookie, 'accept-language': accepted } = request.headers;
      const signedIn = tokenInCookie(cookie, publicUrl) !== undefined;
      const head = headOf({ path, language: languageFromHeader(accepted), signedIn });
      const body = signedIn ? '<body data-signed-in>' : '<body>';
      // By functions: a `$` in an address means nothing then.
      const told = page.replace('</head>', () => `${head}</head>`).replace('<body>', () => body);
      return sendPage(reply, told);
    });
}

function listFiles(folder: string): Set<string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Set(
    entries.map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    ),
  );
}

/** What the policies of pages say means nothing for a script or a style sheet, and is half of what a small one weighs. */
const ofPagesOnly = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

function sendFile(reply: FastifyReply, file: string): FastifyReply {
  if (/\.(js|css|woff2?)$/.test(file)) for (const name of ofPagesOnly) void reply.removeHeader(name);
  void reply.header('cache-control', file.startsWith('assets/') ? immutable : 'no-cache');
  return reply.sendFile(file);
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(page.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`));
}

/** Everything from this server; styles also with the nonce of this very answer. */
function pagePolicy(nonce: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    // The calendar brings its few signs with its own style sheet.
    `font-src 'self' data:`,
    `media-src 'self' blob:`,
    `worker-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
