import i18next, { type Namespace } from 'i18next';

/** Milliseconds that a screen waits for what it shows, so that answers that are on the spot are not preceded by its outline. */
const moment = 40;

/**
 * What the loader of a screen waits for, beside its script: its texts, and for a moment the answers that it shows. The
 * screen says what fails.
 */
export async function beginScreen(texts: Namespace, ...asked: readonly Promise<unknown>[]): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, moment));
  await Promise.all([i18next.loadNamespaces(texts), Promise.race([Promise.allSettled(asked), patience])]);
}
