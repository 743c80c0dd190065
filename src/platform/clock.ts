import { Injectable } from '@nestjs/common';

/** The only source of the present time on the server; tests put a fixed one in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
