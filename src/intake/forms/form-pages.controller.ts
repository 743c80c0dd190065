import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../organisation/session/public.decorator.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { Language } from '../../platform/languages.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { findForm, type PublicForm } from './form-definition.js';
import { asFormPage } from './form-headers.js';
import { formScript } from './form-script.js';
import { formPage, messagePage, thanksPage } from './form-page.js';
import { formTexts } from './form-texts.js';
import { issueToken } from './form-token.js';
import { languageOf } from './forms.controller.js';
import { TakeForm } from './take-form.js';

/** The pages of public forms, for people. */
@ApiExcludeController()
@Public()
@Controller('f')
export class FormPagesController {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly takeForm: TakeForm,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('form.js')
  script(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=3600');
    return formScript;
  }

  @Get(':form')
  form(
    @Param('form') key: string,
    @Query('lang') lang: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const language = languageOf(request, lang);
    const publicForm = this.find(key);
    asFormPage(reply, this.config.formSites);
    if (!publicForm) return notFound(reply, language);
    const token = issueToken(this.config.secretKey, this.clock.now().getTime());
    return formPage(publicForm, { language, fields: {}, problems: [], token, rows: 3 });
  }

  @Get(':form/thanks')
  async thanks(
    @Param('form') key: string,
    @Query() query: Readonly<Record<string, string>>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOf(request, query['lang']);
    const publicForm = this.find(key);
    const receipt = query['receipt'];
    asFormPage(reply, this.config.formSites);
    if (!publicForm || !isUuid(receipt)) return notFound(reply, language);
    const number = await this.takeForm.numberOf(receipt);
    return thanksPage(publicForm, language, { receipt, number });
  }

  private find(key: string): PublicForm | undefined {
    try {
      return findForm(this.streams.all(), key);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

function notFound(reply: FastifyReply, language: Language): string {
  void reply.status(404);
  const texts = formTexts(language);
  return messagePage(texts.notFoundTitle, texts.notFound, language);
}
