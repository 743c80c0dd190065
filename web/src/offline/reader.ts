import { personCache, personEntry, readCache } from './kept-names.ts';

/** What is read from now on is kept for this person; what others have read on this device goes. */
export async function readsHere(person: string): Promise<void> {
  if (!('caches' in globalThis)) return;
  const before = await (await caches.match(personEntry, { cacheName: personCache }))?.text();
  if (before !== undefined && before !== person) await endPush();
  const others = (await caches.keys()).filter((name) => name.startsWith(readCache) && name !== readCache + person);
  await Promise.all(others.map((name) => caches.delete(name)));
  await (await caches.open(personCache)).put(personEntry, new Response(person));
}

/** Leaves nothing on this device of what was read. */
export async function forgetReader(): Promise<void> {
  if (!('caches' in globalThis)) return;
  await caches.delete(personCache);
  const read = (await caches.keys()).filter((name) => name.startsWith(readCache));
  await Promise.all(read.map((name) => caches.delete(name)));
}

/** What is pushed to this browser was for somebody else. */
async function endPush(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}
