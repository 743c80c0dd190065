/// <reference lib="webworker" />
import en from './texts/en.json';
import lt from './texts/lt.json';
import pl from './texts/pl.json';
import ru from './texts/ru.json';

const texts: Readonly<Record<string, typeof en>> = { en, ru, pl, lt };

/** As src/notifications/push/push-message.ts sends it. */
interface PushMessage {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly url: string;
  readonly language: string;
}

/** The browsers know more of notifications than the types do. */
interface ShownOptions extends NotificationOptions {
  readonly renotify: boolean;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}

/** Shows what is pushed though the app is closed; a tap leads to the assignment. */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const message = event.data?.json() as PushMessage | undefined;
    if (message) event.waitUntil(show(worker, message));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { url } = event.notification.data as { readonly url: string };
    event.waitUntil(open(worker, url));
  });
}

function show({ registration }: ServiceWorkerGlobalScope, message: PushMessage): Promise<void> {
  const { title, body, tag, url, language } = message;
  const options: ShownOptions = {
    body,
    tag,
    renotify: true,
    lang: language,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: { url },
    actions: [{ action: 'open', title: (texts[language] ?? en).open }],
  };
  return registration.showNotification(title, options);
}

/** In the window that is open, which keeps what was typed there; else in a new one. */
async function open({ clients }: ServiceWorkerGlobalScope, url: string): Promise<void> {
  const [window] = await clients.matchAll({ type: 'window' });
  if (!window) return void (await clients.openWindow(url));
  window.postMessage({ open: url });
  await window.focus();
}
