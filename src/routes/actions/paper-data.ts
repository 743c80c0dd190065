import { Injectable } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import { renderTemplate } from '../../output/templates/render-template.js';
import { TemplateStore } from '../../output/templates/template.store.js';
import { PaperViews } from '../../output/view/paper-views.service.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { Language } from '../../platform/languages.js';
import { routeExtras } from './paper-extras.js';

/** A filled template: HTML with its title (a paper's name, a letter's subject). */
export interface RenderedPaper {
  readonly html: string;
  readonly title: string;
  readonly footer: string | null;
  readonly language: Language;
  /** What expressions about the document see, e.g. a recipient. */
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Fills templates with the data of a document and of its routes. */
@Injectable()
export class PaperData {
  constructor(
    private readonly work: UnitOfWork,
    private readonly views: PaperViews,
    private readonly templates: TemplateStore,
    private readonly directory: Directory,
  ) {}

  /** In a short transaction of its own. @throws Refusal as `renderedIn` */
  rendered(documentId: string, template: string, language?: string): Promise<RenderedPaper> {
    return this.work.run(systemActor, (context) => this.renderedIn(context, documentId, template, language));
  }

  /** @throws Refusal notFound for an unknown template or document, invalid when the template cannot be filled */
  async renderedIn(
    context: Context,
    documentId: string,
    key: string,
    language?: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<RenderedPaper> {
    const template = this.templates.get(key);
    const organisation = this.directory.snapshot();
    const prepared = await this.views.prepare(context.tx, {
      documentId,
      definition: template.definition,
      extras: async (shownIn) => ({
        ...(await routeExtras(context.tx, organisation, documentId, shownIn)),
        ...more,
      }),
      now: context.now,
      ...(language === undefined ? {} : { language }),
    });
    const { timeZone } = calendarFor(organisation, {});
    const rendered = renderTemplate(template, prepared.view, { language: prepared.language, timeZone });
    if ('failure' in rendered) {
      const { file, line, message } = rendered.failure;
      throw new Refusal(
        'invalid',
        'template-failed',
        say('The template {file}, line {line}, cannot be filled: {message}', { file, line, message }),
      );
    }
    return { ...rendered, language: prepared.language, scope: prepared.scope };
  }
}
