import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { demoSignIns } from '../organisation/demo/demo-people.js';
import { Public } from '../organisation/session/public.decorator.js';
import { webBuild } from './web-build.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { LocalisedText } from '../platform/languages.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';

/** What the sign-in page shows. */
export interface Welcome {
  /** Names the version of the web app that is served: a page of another one offers to be loaded again. */
  readonly build: string;
  /** Logins of the demo organisation; none without demo data. */
  readonly demo: readonly string[];
  /** The sign-in provider of the firm, as its button names it; null where people sign in here only. */
  readonly provider: string | null;
  /** Public forms. */
  readonly forms: readonly { readonly key: string; readonly title: LocalisedText }[];
}

@ApiTags('session')
@Controller('/api/welcome')
export class WelcomeController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly streams: StreamRegistry,
  ) {}

  @Public()
  @Get()
  @ApiOperation({ summary: 'What is shown before anyone has signed in' })
  show(): Welcome {
    const forms = this.streams.all().flatMap((card) => card.definition.forms.map(({ key, title }) => ({ key, title })));
    const provider = this.config.provider?.name ?? null;
    return { build: webBuild(), demo: this.config.demo ? demoSignIns : [], provider, forms };
  }
}
