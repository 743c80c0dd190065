import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../organisation/session/public.decorator.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal, refusalStatus, type Problem } from '../../platform/errors.js';
import { isLanguage, languageFromHeader, type Language } from '../../platform/languages.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { describeForm, findForm, type FormView, type PublicForm } from './form-definition.js';
import { FormLimits } from './form-limits.js';
import { asFormPage } from './form-headers.js';
import { formPage, messagePage } from './form-page.js';
import { formTexts } from './form-texts.js';
import { issueToken } from './form-token.js';
import { readSentForm, type SentForm } from './read-sent-form.js';
import { TakeForm } from './take-form.js';

/** What was taken in: the number of its document where it has one already, and the receipt that asks for it. */
export interface FormReceipt {
  readonly number: string | null;
  readonly receipt: string;
}

/** Public forms: what they ask, and sending them. No session. */
@ApiTags('forms')
@Public()
@Controller('api/forms')
export class FormsController {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly takeForm: TakeForm,
    private readonly clock: Clock,
    private readonly limits: FormLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a form asks, in the language wanted, for a site that draws it itself. */
  @Get(':form')
  describe(
    @Param('form') key: string,
    @Query('lang') lang: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): FormView {
    openToSites(reply);
    return describeForm(findForm(this.streams.all(), key), languageOf(request, lang));
  }

  /** Sends a form: 201 `{number, receipt}` for programs; a browser is led to the page that thanks. */
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ schema: { type: 'object', additionalProperties: true, description: 'The fields of the form, by key' } })
  @NotAudited('it is kept as it came, and its registration is written into the history of the document')
  @Post(':form')
  async send(
    @Param('form') key: string,
    @Query('lang') lang: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FormReceipt | string> {
    openToSites(reply);
    const language = languageOf(request, lang);
    const browser = wantsPage(request);
    try {
      return await this.take(key, request, reply, { language, browser });
    } catch (error) {
      // A person at a browser gets a page, not a problem document.
      if (!browser || !(error instanceof Refusal)) throw error;
      void reply.status(refusalStatus[error.kind]);
      asFormPage(reply, this.config.formSites);
      return messagePage(formTexts(language).failedTitle, error.messageIn(language), language);
    }
  }

  private async take(
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
    { language, browser }: { language: Language; browser: boolean },
  ): Promise<FormReceipt | string> {
    const publicForm = findForm(this.streams.all(), key);
    await this.limits.arrived(request.ip, language);
    return this.receive(publicForm, request, reply, { language, browser });
  }

  private async receive(
    publicForm: PublicForm,
    request: FastifyRequest,
    reply: FastifyReply,
    { language, browser }: { language: Language; browser: boolean },
  ): Promise<FormReceipt | string> {
    const sent = await readSentForm(request, publicForm, language);
    const rows = Number(sent.extras['_rows']);
    if (browser && rows > 0) return this.pageAgain(reply.status(200), publicForm, sent, { language, rows });
    const taken = await this.takeForm.execute(publicForm, sent, language, () =>
      this.limits.right(sent, request.ip, language),
    );
    if ('problems' in taken) {
      const { problems } = taken;
      const kind = problems.some(({ code }) => code === 'file-too-large') ? 'tooLarge' : 'invalid';
      if (browser) {
        return this.pageAgain(reply.status(refusalStatus[kind]), publicForm, sent, { language, rows: 3, problems });
      }
      throw new Refusal(kind, 'form-invalid', problems[0]?.message ?? formTexts(language).problemsTitle, problems);
    }
    const { receipt, number } = taken;
    const place = `/f/${publicForm.form.key}/thanks?receipt=${receipt}`;
    if (browser) {
      void reply.status(303).header('location', `${place}&lang=${language}`);
      return '';
    }
    void reply.status(201).header('location', place);
    return { number: number ?? null, receipt };
  }

  private pageAgain(
    reply: FastifyReply,
    publicForm: PublicForm,
    sent: SentForm,
    state: { language: Language; rows: number; problems?: readonly Problem[] },
  ): string {
    asFormPage(reply, this.config.formSites);
    // The visitor has seen the form before, so the next sending cannot be too quick.
    const token = issueToken(this.config.secretKey, this.clock.now().getTime() - 60_000);
    return formPage(publicForm, { problems: [], ...state, fields: sent.fields, token });
  }
}

/** `?lang=`, else what the browser asks for. */
export function languageOf(request: FastifyRequest, lang: string | undefined): Language {
  return isLanguage(lang) ? lang : languageFromHeader(request.headers['accept-language']);
}

/** True for a browser's own form; scripts and programs ask for JSON, or send it. */
function wantsPage(request: FastifyRequest): boolean {
  if (/json/i.test(request.headers['content-type'] ?? '')) return false;
  return /\btext\/html\b/i.test(request.headers.accept ?? '');
}

/** The form may stand on the organisation's own site; it carries no session, so any site may send it. */
function openToSites(reply: FastifyReply): void {
  void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}
