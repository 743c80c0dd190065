import { api, answer } from '../api/client.ts';

/**
 * Whether messages reach this browser though it is closed; where they cannot, why: the page is not a secure one, the
 * browser knows no push, it does so only for apps on the home screen (`install`), or the person has forbidden it there.
 */
export type PushState = 'on' | 'off' | 'denied' | 'install' | 'unsupported' | 'insecure';

/** How it is in this browser. */
export async function pushState(): Promise<PushState> {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis)) {
    return /iPhone|iPad/.test(navigator.userAgent) ? 'install' : 'unsupported';
  }
  if (Notification.permission === 'denied') return 'denied';
  return (await subscription()) ? 'on' : 'off';
}

/** Asks the person and the browser, then tells the server. @throws Problem, and what the browser throws */
export async function startPush(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const { publicKey } = await answer(api.GET('/api/me/push'));
  // One that was made for other keys is of no use.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = made.toJSON();
  const body = { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } };
  await answer(api.POST('/api/me/push/subscriptions', { body }));
  return 'on';
}

/** No more messages to this browser. */
export async function stopPush(): Promise<PushState> {
  const known = await subscription();
  if (!known) return pushState();
  const { endpoint } = known;
  await known.unsubscribe();
  await api.POST('/api/me/push/unsubscribe', { body: { endpoint } });
  return 'off';
}

async function subscription(): Promise<PushSubscription | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}
