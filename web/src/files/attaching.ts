import { Problem } from '../api/client.ts';

/** A file on its way to the server. */
export interface Sending {
  readonly key: string;
  readonly file: File;
  /** How much has gone, from 0 to 1. */
  readonly part: number;
  /** `lost`: there is no connection, it is tried again; `refused`: the server does not want it. */
  readonly state: 'sending' | 'lost' | 'refused';
  readonly problem?: unknown;
}

/** Milliseconds before the next attempt: longer from attempt to attempt, half a minute at most. */
export function pauseAfter(attempts: number): number {
  return Math.min(30_000, 1500 * 2 ** attempts);
}

/** Whether it is worth trying again by itself: nothing was said against the file. */
export function isLost(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 502);
}

/**
 * Photos are all called the same by some phones, and a file of the same name would be its next version: so they are called
 * by their moment.
 */
export function namedPhoto(photo: File, now: Date): File {
  const ending = /\.\w{1,5}$/.exec(photo.name)?.[0] ?? '.jpg';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return new File([photo], `photo-${day}-${time}${ending}`, { type: photo.type });
}
