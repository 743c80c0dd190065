import type { NotificationRow } from '../bell/read-notifications.js';
import type { SpokenNotification } from '../texts/say-notification.js';
import type { PushAnswers } from './push-answers.js';

/** What a browser is sent; web/src/offline/push-messages.ts shows it. */
export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** A later message with the same tag takes the place of this one. */
  readonly tag: string;
  /** Where a tap leads, within the app. */
  readonly url: string;
  readonly language: string;
  /** The buttons; without them there is one that opens it. */
  readonly answers?: PushAnswers;
}

/** Push services take 4 kB, of which encryption needs some. */
const longest = 600;

/**
 * A message for a screen that others may see, too: unless the person wants it otherwise, it says that there is something and
 * the number of the document, and not what it is about.
 */
export function pushMessage(
  row: Pick<NotificationRow, 'id' | 'document' | 'assignmentId'>,
  { label, title, text }: SpokenNotification,
  {
    showContent,
    language,
    answers,
  }: { readonly showContent: boolean; readonly language: string; readonly answers?: PushAnswers | undefined },
): PushMessage {
  const { document, assignmentId } = row;
  return {
    title: cut(showContent ? title : label),
    body: cut(showContent ? text : document.number),
    tag: assignmentId ?? document.id,
    url: assignmentId === null ? `/documents/${document.id}` : `/desk?assignment=${assignmentId}`,
    language,
    ...(answers && { answers }),
  };
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : text;
}
