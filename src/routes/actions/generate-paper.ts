import { Injectable } from '@nestjs/common';
import { StoreFile, type StoredFile } from '../../documents/files/store-file.js';
import { safeFileName } from '../../output/mail/compose-mail.js';
import { BrowserPool } from '../../output/pdf/browser-pool.js';
import { TemplateStore } from '../../output/templates/template.store.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { FileStore } from '../../platform/files/file-store.js';
import { PaperData } from './paper-data.js';

/** A paper whose bytes are kept but which is not attached to its document yet. */
export interface PreparedPaper {
  readonly template: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}

/** Generates papers from templates: rendering happens outside transactions, attaching inside the caller's. */
@Injectable()
export class GeneratePaper {
  constructor(
    private readonly data: PaperData,
    private readonly templates: TemplateStore,
    private readonly browser: BrowserPool,
    private readonly files: FileStore,
    private readonly storeFile: StoreFile,
  ) {}

  /** @throws Refusal notFound for an unknown template or document, invalid when the template cannot be filled */
  async prepare(documentId: string, template: string, language?: string): Promise<PreparedPaper> {
    const { definition } = this.templates.get(template);
    if (definition.kind !== 'pdf') {
      throw new Refusal(
        'invalid',
        'not-a-paper',
        say('The template "{template}" is a letter; expected one that makes a PDF.', { template }),
      );
    }
    const rendered = await this.data.rendered(documentId, template, language);
    const bytes = await this.browser.renderPdf({
      html: rendered.html,
      language: rendered.language,
      format: definition.page.size,
      margins: definition.page.margins,
      ...(rendered.footer === null ? {} : { footer: rendered.footer }),
    });
    const stored = await this.files.put(bytes);
    return { template, name: safeFileName(`${rendered.title}.pdf`), ...stored };
  }

  /** Attaches a prepared paper; the same template again makes a new version of its file. */
  attach(context: Context, documentId: string, paper: PreparedPaper): Promise<StoredFile> {
    const { name, sha256, size, template } = paper;
    return this.storeFile.execute(context, documentId, {
      name,
      type: 'application/pdf',
      stored: { sha256, size },
      role: 'generated',
      template,
    });
  }
}
