import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../platform/errors.js';
import type { Sentence } from '../../platform/words/sentence.js';

/** A slow line needs minutes for the largest form; whoever needs longer would only keep others out. */
const longestMs = 5 * 60_000;

/**
 * Reads a body with `read`, but waits no longer when the sender is gone or too slow: a body that stops in the middle
 * would else be waited for without end. @throws Refusal malformed
 */
export async function whileArriving<Result>(
  message: IncomingMessage,
  read: () => Promise<Result>,
  withinMs = longestMs,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let gone = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    const refuse = (code: string, text: string | Sentence): void => reject(new Refusal('malformed', code, text));
    gone = () => {
      if (!message.complete) refuse('form-broken-off', 'The connection ended before the whole form had come.');
    };
    timer = setTimeout(() => refuse('form-too-slow', 'The form took too long to come. Send it again.'), withinMs);
    message.on('close', gone);
  });
  try {
    return await Promise.race([read(), stopped]);
  } catch (error) {
    // What is still on its way is passed over; unread it would block the connection for the sender's next request.
    message.unpipe();
    message.resume();
    throw error;
  } finally {
    clearTimeout(timer);
    message.off('close', gone);
  }
}
