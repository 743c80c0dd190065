import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, type RenderResult } from '@testing-library/react';
import i18next from 'i18next';
import { Suspense, type ReactNode } from 'react';
import type { Answers } from './browser.ts';

const sources = resolve(import.meta.dirname, '../src');
const places = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((place) => place.endsWith('/texts'));

/** The texts of the app as they are, read when they are asked for. */
export async function speaks(language: string): Promise<void> {
  const read = (spoken: string, namespace: string, done: (error: Error | null, texts: object | null) => void) => {
    const place = places.find((one) => one.split('/').at(-2) === namespace);
    if (place === undefined) return done(new Error(`There are no texts ${namespace}.`), null);
    const texts = readFileSync(join(sources, place, `${spoken}.json`), 'utf8');
    setTimeout(() => done(null, JSON.parse(texts) as object));
  };
  if (!i18next.isInitialized) {
    await i18next
      .use({ type: 'backend', init: () => undefined, read } as const)
      .init({ lng: language, fallbackLng: false, ns: [], interpolation: { escapeValue: false } });
  }
  await i18next.changeLanguage(language);
}

/** Whatever the server is asked from now on is answered by `answers`; it cannot be reached for `undefined`. */
export function answering(answers: Answers | undefined): void {
  globalThis.answers = answers;
}

/** A JSON answer of the server. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

interface Shown extends RenderResult {
  readonly client: QueryClient;
}

/** Shows a part of the app with what is around it, in English, once its texts are there. `me` is signed in. */
export async function show(part: ReactNode, { me = 'me' }: { readonly me?: string } = {}): Promise<Shown> {
  if (!i18next.isInitialized) await speaks('en');
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { networkMode: 'always' } },
  });
  client.setQueryData(['me'], { id: me, login: me, name: me });
  const all = (
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <Notifications />
        <Suspense fallback="…">{part}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
  const shown = await act(async () => {
    const result = render(all);
    await new Promise((done) => setTimeout(done, 20));
    return result;
  });
  return { ...shown, client };
}
