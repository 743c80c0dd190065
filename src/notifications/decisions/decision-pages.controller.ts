import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicActor } from '../../organisation/directory/actors.js';
import { AttemptLimit } from '../../organisation/session/attempt-limit.js';
import { Public } from '../../organisation/session/public.decorator.js';
import { Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { languageFromHeader, type Language } from '../../platform/languages.js';
import { pagePolicy } from '../../platform/pages/page-style.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { DecideByLink, LinkRefused, type LinkDecision, type SentDecision } from './decide-by-link.js';
import { decisionPage, outcomePage } from './decision-page.js';
import { decisionTexts } from './decision-texts.js';

/** Pages that one address may open, and decisions that it may send. */
const openings = { most: 60, windowMs: 60_000 };

/**
 * The page of a link in a letter. Opening it changes nothing, so that programs that look through mail decide nothing; only
 * sending the form does. The token in the address is all that gives the right, and no cookie is looked at.
 */
@ApiExcludeController()
@Public()
@Controller('d')
export class DecisionPagesController {
  private readonly limit = new AttemptLimit();

  constructor(
    private readonly work: UnitOfWork,
    private readonly links: DecideByLink,
    private readonly clock: Clock,
  ) {}

  @Get(':token')
  show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.answer(request, reply, () => this.work.run(publicActor, (context) => this.links.show(context, token)));
  }

  @NotReplayed()
  @NotAudited('the decision is written into the history of the document')
  @Post(':token')
  decide(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const sent = readSent(body);
    return this.answer(
      request,
      reply,
      () => this.work.run(publicActor, (context) => this.links.decide(context, token, sent)),
      sent.comment,
    );
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<LinkDecision>,
    comment = '',
  ): Promise<string> {
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex, nofollow');
    const language = languageFromHeader(request.headers['accept-language']);
    const texts = decisionTexts(language);
    if (this.limit.take(request.ip, openings, this.clock.now().getTime()) > 0) {
      void reply.status(429).header('retry-after', '60');
      return outcomePage({ title: texts.failedTitle, text: texts.tooMany }, language);
    }
    try {
      const place = await work();
      void reply.status(statusOf(place));
      return pageOf(place, comment, { title: texts.unknownTitle, text: texts.unknown, language });
    } catch (error) {
      if (!(error instanceof LinkRefused)) throw error;
      void reply.status(409);
      const { refusal, link } = error;
      return outcomePage(
        { title: decisionTexts(error.language).failedTitle, text: refusal.messageIn(error.language), link },
        error.language,
      );
    }
  }
}

function pageOf(
  place: LinkDecision,
  comment: string,
  unknown: { title: string; text: string; language: Language },
): string {
  switch (place.kind) {
    case 'unknown':
      return outcomePage(unknown, unknown.language);
    case 'ended':
      return outcomePage(
        { ...decisionTexts(place.language).ends[place.end], facts: place.facts, link: place.link },
        place.language,
      );
    case 'open':
      return decisionPage(place.facts, { comment: '' }, place.language);
    case 'again':
      return decisionPage(place.facts, { problem: place.problem, field: place.field, comment }, place.language);
    case 'decided': {
      const texts = decisionTexts(place.language);
      const text = place.reported ? texts.reported : texts.decided(place.outcome);
      return outcomePage({ title: texts.decidedTitle, text, link: place.link }, place.language);
    }
  }
}

function statusOf({ kind, ...place }: LinkDecision): number {
  if (kind === 'unknown') return 404;
  if (kind === 'again') return 422;
  if (kind === 'ended') return 'end' in place && place.end === 'sign-in' ? 200 : 410;
  return 200;
}

function readSent(body: unknown): SentDecision {
  const sent = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string, most: number) => (typeof sent[name] === 'string' ? sent[name].slice(0, most) : '');
  return { outcome: text('outcome', 100), comment: text('comment', 10_000), seen: text('seen', 100) };
}
