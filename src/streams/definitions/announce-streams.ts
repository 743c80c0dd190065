import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KnownStreams } from '../../organisation/substitution/known-streams.js';
import { StreamRegistry } from './stream-registry.service.js';

/** Lets the organisation ask whether a stream exists, for substitutions that are limited to certain streams. */
@Injectable()
export class AnnounceStreams implements OnModuleInit {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly known: KnownStreams,
  ) {}

  onModuleInit(): void {
    this.known.use((key) => this.streams.all().some(({ stream }) => stream === key));
  }
}
