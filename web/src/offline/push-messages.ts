/// <reference lib="webworker" />
import { answerFrom, type PushAnswers } from './push-answers.ts';
import { textsOf } from './push-texts.ts';

/** As src/notifications/push/push-message.ts sends it. */
export interface PushMessage {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly url: string;
  readonly language: string;
  readonly answers?: PushAnswers;
}

interface Action {
  readonly action: string;
  readonly title: string;
}

/** The browsers know more of notifications than the types do. */
interface ShownOptions extends NotificationOptions {
  readonly renotify: boolean;
  readonly actions: readonly Action[];
}

/** What a notification carries, so that it can be answered. */
interface Carried {
  readonly message: PushMessage;
  /** The assignment whose decision can be taken back by the button. */
  readonly decided?: string;
}

/** Shows what is pushed though the app is closed: its buttons decide, a tap elsewhere leads to the assignment. */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const message = event.data?.json() as PushMessage | undefined;
    if (message) event.waitUntil(show(worker, { message }, buttonsOf(message)));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(act(worker, event.notification.data as Carried, event.action));
  });
}

function buttonsOf({ answers, language }: PushMessage): Action[] {
  const texts = textsOf(language);
  if (!answers) return [{ action: 'open', title: texts.open }];
  return answers.choices.map(({ label }, index) => ({ action: `answer-${index}`, title: label ?? texts.complete }));
}

async function act(worker: ServiceWorkerGlobalScope, carried: Carried, action: string): Promise<void> {
  const { answers, url, body, language } = carried.message;
  const texts = textsOf(language);
  if (action === 'take-back' && carried.decided !== undefined) {
    const told = await answerFrom(`/api/assignments/${carried.decided}/recall`, {}, texts);
    return say(worker, carried.message, body, told.done ? texts.takenBack : told.problem);
  }
  const choice = answers?.choices.find((_, index) => action === `answer-${index}`);
  if (!answers || !choice) return open(worker, url);
  const { outcome } = choice;
  if (choice.asks) return open(worker, outcome === null ? url : `${url}&answer=${encodeURIComponent(outcome)}`);
  const decision = { documentVersion: answers.documentVersion, ...(outcome !== null && { outcome }) };
  const told = await answerFrom(`/api/assignments/${answers.assignment}/complete`, decision, texts);
  if (!told.done) return say(worker, carried.message, texts.notDecided, told.problem);
  const title = `${texts.decided}: ${choice.label ?? texts.complete}`;
  const decided = { message: { ...carried.message, title }, decided: answers.assignment };
  return show(worker, decided, told.recallable ? [{ action: 'take-back', title: texts.takeBack }] : []);
}

/** What is read and opened, and not answered any more. */
function say(worker: ServiceWorkerGlobalScope, { tag, url, language }: PushMessage, title: string, body: string) {
  const message = { title, body, tag, url, language };
  return show(worker, { message }, buttonsOf(message));
}

function show({ registration }: ServiceWorkerGlobalScope, carried: Carried, actions: readonly Action[]): Promise<void> {
  const { title, body, tag, language } = carried.message;
  const options: ShownOptions = {
    body,
    tag,
    renotify: carried.decided === undefined,
    lang: language,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: carried,
    actions,
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
