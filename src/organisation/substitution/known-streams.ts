import { Injectable } from '@nestjs/common';

/** Which streams exist. The organisation knows none; the folder of streams hands its knowledge in when it is initialised. */
@Injectable()
export class KnownStreams {
  private knows: (key: string) => boolean = () => false;

  use(knows: (key: string) => boolean): void {
    this.knows = knows;
  }

  /** False for every key as long as nobody has handed the knowledge in. */
  has(key: string): boolean {
    return this.knows(key);
  }
}
