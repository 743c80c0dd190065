/// <reference lib="webworker" />
import { asOfHeader, personCache, personEntry, readCache, shellCache } from './kept-names.ts';
import { showPushes } from './push-messages.ts';
import { whatIsKept } from './what-is-kept.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the files that the app starts with, and a name that changes with them. */
declare const shellFiles: readonly string[];
declare const shellVersion: string;

const shell = shellCache + shellVersion;
const startPage = '/desk';
/** A file that is larger, in bytes, is read with a connection only. */
const largestFile = 20 * 1024 * 1024;
const mostKept = 600;

showPushes(self);

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shell);
      const page = await fetch(startPage, { cache: 'no-cache' });
      if (page.ok) await cache.put(startPage, page);
      // Names carry a hash: what an earlier version has is taken from there. One that fails fails nothing else.
      await Promise.allSettled(
        shellFiles.map(async (file) => {
          const known = await caches.match(file);
          if (known) await cache.put(file, known);
          else await cache.add(file);
        }),
      );
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // The version before stays: pages that are open still load parts of it.
      const shells = (await caches.keys()).filter((name) => name.startsWith(shellCache) && name !== shell);
      await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || request.headers.has('range')) return;
  switch (whatIsKept(pathname, request.mode === 'navigate')) {
    case 'page':
      return event.respondWith(givePage(request));
    case 'shell':
      return event.respondWith(giveShell(request));
    case 'answer':
    case 'file':
      return event.respondWith(giveRead(event));
    case 'never':
      return;
  }
});

/** The page of the app is the same at every address. */
async function givePage(request: Request): Promise<Response> {
  try {
    const page = await fetch(request);
    if (page.ok && page.headers.get('content-type')?.startsWith('text/html')) {
      const copy = page.clone();
      await (await caches.open(shell)).put(startPage, copy);
    }
    return page;
  } catch (error) {
    const kept = await caches.match(startPage);
    if (kept) return kept;
    throw error;
  }
}

async function giveShell(request: Request): Promise<Response> {
  const hashed = new URL(request.url).pathname.startsWith('/assets/');
  const kept = await caches.match(request);
  if (kept && hashed) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await (await caches.open(shell)).put(request, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** What the server says, and without a connection what it said last, with the moment of that. */
async function giveRead(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const fresh = await fetch(request);
    if (fresh.status === 200) event.waitUntil(keep(request, fresh.clone()));
    return fresh;
  } catch (error) {
    const person = await whoReads();
    const kept = person && (await caches.match(request, { cacheName: readCache + person }));
    if (kept) return kept;
    throw error;
  }
}

async function keep(request: Request, answer: Response): Promise<void> {
  const size = Number(answer.headers.get('content-length') ?? 0);
  if (size > largestFile) return;
  const headers = new Headers(answer.headers);
  headers.set(asOfHeader, new Date().toISOString());
  // The browser has unpacked it already.
  headers.delete('content-encoding');
  const copy = new Response(await answer.blob(), { status: 200, headers });
  // Asked last: whoever has signed out meanwhile leaves nothing behind.
  const person = await whoReads();
  if (person === undefined) return;
  const cache = await caches.open(readCache + person);
  await cache.delete(request);
  await cache.put(request, copy);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - mostKept)).map((oldest) => cache.delete(oldest)));
}

async function whoReads(): Promise<string | undefined> {
  const entry = await caches.match(personEntry, { cacheName: personCache });
  return entry?.text();
}
