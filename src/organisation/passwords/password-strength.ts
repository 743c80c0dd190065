import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '../../platform/errors.js';
import type { StrengthAnswer, StrengthQuestion } from './strength.worker.js';

type Judgement = Pick<StrengthAnswer, 'score' | 'personal'>;

interface Waiting {
  resolve(answer: Judgement): void;
  reject(error: unknown): void;
}

/** The thread holds a dictionary of some ten megabytes; between two new passwords often days pass. */
const idleMs = 60_000;
const longestMs = 20_000;
const mostWaiting = 100;

/** Judges passwords in a thread of its own: it takes up to half a second, in which nobody else would be answered. */
@Injectable()
export class PasswordStrength implements OnApplicationShutdown {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private deadline: NodeJS.Timeout | undefined;

  /** @throws Refusal unavailable when too many ask at the same time, or no answer comes in 20 seconds */
  judge(password: string, ownWords: readonly string[]): Promise<Judgement> {
    if (this.waiting.size >= mostWaiting) return Promise.reject(unavailable());
    this.asked += 1;
    const question: StrengthQuestion = { id: this.asked, password, ownWords };
    return new Promise((resolve, reject) => {
      this.waiting.set(question.id, { resolve, reject });
      this.worker ??= this.start();
      this.worker.postMessage(question);
      this.watch(longestMs);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }

  private start(): Worker {
    // In development and in tests the thread runs the source as it is, in the built program its translation.
    const worker = new Worker(new URL(`./strength.worker${extname(import.meta.filename)}`, import.meta.url));
    worker.unref();
    worker.on('message', ({ id, ...answer }: StrengthAnswer) => {
      this.waiting.get(id)?.resolve(answer);
      this.waiting.delete(id);
      this.watch(this.waiting.size > 0 ? longestMs : idleMs);
    });
    worker.on('error', () => void this.end());
    return worker;
  }

  /** Ends the thread when nothing comes from it for so long: it is stuck, or nobody needs it. */
  private watch(ms: number): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => void this.end(), ms).unref();
  }

  private async end(): Promise<void> {
    clearTimeout(this.deadline);
    const { worker } = this;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(unavailable());
    this.waiting.clear();
    await worker?.terminate();
  }
}

function unavailable(): Refusal {
  return new Refusal('unavailable', 'busy', 'The password could not be checked at this moment. Try again.');
}
