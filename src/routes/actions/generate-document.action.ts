import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { ActionRegistry } from './action-registry.js';
import { GeneratePaper, type PreparedPaper } from './generate-paper.js';
import { refusalText } from './refusal-as-failure.js';
import { textParam, type ActionInput, type ActionOutcome, type JobAction } from './route-action.js';

/**
 * `generate-document`: makes a PDF from `template` and attaches it to the route's document, or to the one whose id is
 * `document`. The result is the file's id.
 */
@Injectable()
export class GenerateDocumentAction implements JobAction<PreparedPaper>, OnModuleInit {
  readonly name = 'generate-document';
  readonly mode = 'job';

  constructor(
    private readonly papers: GeneratePaper,
    private readonly registry: ActionRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  async prepare(input: ActionInput): Promise<{ prepared: PreparedPaper } | { failure: string; code?: string }> {
    const template = textParam(input, 'template');
    if ('failure' in template) return template;
    const language = input.params['language'];
    try {
      const prepared = await this.papers.prepare(
        documentOf(input),
        template.text,
        typeof language === 'string' ? language : undefined,
      );
      return { prepared };
    } catch (error) {
      if (error instanceof Refusal) return { failure: refusalText(error), code: error.code };
      throw error;
    }
  }

  async store(context: Context, input: ActionInput, prepared: PreparedPaper): Promise<ActionOutcome> {
    const file = await this.papers.attach(context, documentOf(input), prepared);
    return { result: file.id };
  }
}

function documentOf(input: ActionInput): string {
  const other = input.params['document'];
  return isUuid(other) ? other : input.documentId;
}
