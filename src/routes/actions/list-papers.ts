import { Injectable } from '@nestjs/common';
import { TemplateStore } from '../../output/templates/template.store.js';
import { Refusal } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { PaperData } from './paper-data.js';

/** A paper that can be generated for a document. */
export interface PaperChoice {
  readonly template: string;
  /** What it is called for this document: "Contract K-2026-0001"; the key of the template where that cannot be told. */
  readonly title: string;
  /** Languages that it can be had in. */
  readonly languages: Language[];
  /** The one that it is in unless another is asked for. */
  readonly language: Language | null;
  /** Why it cannot be generated as things are; null where it can. */
  readonly problem: string | null;
}

/** The papers that templates make of a document; each is tried, so that nobody is offered what would fail. */
@Injectable()
export class ListPapers {
  constructor(
    private readonly templates: TemplateStore,
    private readonly data: PaperData,
  ) {}

  /** Outside of a transaction of the caller. Papers of the stream, by title. */
  async execute(documentId: string, stream: string): Promise<PaperChoice[]> {
    const fitting = this.templates
      .all()
      .filter(({ definition }) => definition.kind === 'pdf' && definition.stream === stream);
    const choices: PaperChoice[] = [];
    for (const { key, definition } of fitting) {
      const languages = [...definition.languages];
      choices.push({ template: key, languages, ...(await this.tried(documentId, key)) });
    }
    return choices.toSorted((a, b) => a.title.localeCompare(b.title));
  }

  private async tried(
    documentId: string,
    template: string,
  ): Promise<Pick<PaperChoice, 'title' | 'language' | 'problem'>> {
    try {
      const { title, language } = await this.data.rendered(documentId, template);
      return { title, language, problem: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { title: template, language: null, problem: error.message };
    }
  }
}
