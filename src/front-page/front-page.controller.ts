import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { demoSignIns } from '../organisation/demo/demo-people.js';
import { Public } from '../organisation/session/public.decorator.js';
import { CONFIG, type Config } from '../platform/config.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';
import { frontPage } from './front-page.js';

/** The plain page at the address of the server. */
@ApiExcludeController()
@Controller()
export class FrontPageController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly streams: StreamRegistry,
  ) {}

  @Public()
  @Get('/')
  @Header('content-type', 'text/html; charset=utf-8')
  show(): string {
    const forms = this.streams.all().flatMap((card) => card.definition.forms.map(({ key, title }) => ({ key, title })));
    return frontPage(forms, this.config.demo ? demoSignIns : [], this.config.publicUrl);
  }
}
