import type { PushTexts } from './push-texts.ts';

/** As src/notifications/push/push-answers.ts sends it. */
export interface PushAnswers {
  readonly assignment: string;
  readonly documentVersion: number;
  readonly choices: readonly {
    readonly outcome: string | null;
    readonly label: string | null;
    readonly asks: boolean;
  }[];
}

/** What became of an answer that was given without the app. */
export type Told =
  | { readonly done: true; readonly recallable: boolean }
  /** In the reader's language. */
  | { readonly done: false; readonly problem: string };

/** Sends an answer for whoever is signed in at this browser. Never throws. */
export async function answerFrom(address: string, body: object, texts: PushTexts): Promise<Told> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { readonly detail?: string; readonly recallable?: boolean };
    if (response.ok) return { done: true, recallable: answer.recallable === true };
    return { done: false, problem: answer.detail ?? texts.notReached };
  } catch {
    return { done: false, problem: texts.notReached };
  }
}
