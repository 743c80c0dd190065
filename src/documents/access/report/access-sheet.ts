import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { deeds, reachOf } from '../../../organisation/access/can.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Organisation } from '../../../organisation/directory/organisation.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Context } from '../../../platform/context.js';
import { textIn, type Language, type LocalisedText } from '../../../platform/languages.js';
import { tell } from '../../../platform/words/tell.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { hiddenFields } from '../../../streams/access/field-rights.js';
import { actorOfPerson } from '../../../organisation/directory/queries.js';
import type { Cell } from '../../export/export-columns.js';
import { xlsxFile } from '../../export/sheet-files.js';
import { AccessReport, type AccessQuestion, type StreamAccess } from './access-report.js';
import type { AccessRule } from './rule-view.js';

const heads: Readonly<Record<Language, readonly string[]>> = {
  en: [
    ...['Person', 'Login', 'Units', 'Stream', 'May', 'Reads by', 'How far', 'When', 'Confidential too'],
    ...['Fields not seen', 'Documents read'],
  ],
  ru: [
    ...[
      'Человек',
      'Логин',
      'Подразделения',
      'Поток',
      'Может',
      'Читает по роли',
      'Докуда',
      'Когда',
      'И конфиденциальные',
    ],
    ...['Скрытые поля', 'Читает документов'],
  ],
  pl: [
    ...['Osoba', 'Login', 'Jednostki', 'Strumień', 'Może', 'Czyta według', 'Jak daleko', 'Kiedy', 'Także poufne'],
    ...['Pola niewidoczne', 'Czytane dokumenty'],
  ],
  lt: [
    ...['Žmogus', 'Vardas', 'Padaliniai', 'Srautas', 'Gali', 'Skaito pagal', 'Kiek toli', 'Kada', 'Ir konfidencialūs'],
    ...['Nematomi laukai', 'Skaitomi dokumentai'],
  ],
};

const byName: LocalisedText = {
  en: 'by name only',
  ru: 'только открытое лично',
  pl: 'tylko imiennie',
  lt: 'tik asmeniškai',
};

const perPage = 200;
const empty: Cell = { kind: 'empty' };

/** The report "who sees what" as a sheet: a line for each rule by which somebody reads a stream. */
@Injectable()
export class AccessSheet {
  constructor(
    private readonly report: AccessReport,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly audit: AuditLog,
  ) {}

  /** Notes the export in the audit log. @throws Refusal notFound (the person, the stream) */
  async write(ctx: Context, asked: Pick<AccessQuestion, 'login' | 'stream'>, path: string): Promise<void> {
    const { language } = ctx.actor;
    // No column of it is a moment.
    const file = xlsxFile(path, heads[language], 'UTC');
    const org = this.directory.snapshot();
    let [rows, cursor]: [number, string | null] = [0, ''];
    while (cursor !== null) {
      const page = await this.report.people(ctx, { ...asked, limit: perPage, cursor });
      for (const access of page.items) {
        for (const cells of this.lines(access, org, language)) {
          await file.add(cells);
          rows += 1;
        }
      }
      cursor = page.nextCursor;
      // Thousands of people are no reason for others to wait.
      await setImmediate();
    }
    await file.end();
    const object = { kind: 'access', id: 'report' };
    const { login, stream } = asked;
    const filter = { ...(login !== undefined && { person: login }), ...(stream !== undefined && { stream }) };
    await this.audit.write(ctx, { verb: 'access.exported', object, after: { rows, ...filter } });
  }

  /** Whoever may do nothing at all has no line. */
  private lines({ person, stream, verbs, rules, documents }: StreamAccess, org: Organisation, language: Language) {
    const known = org.persons.get(person.id);
    if (!known || (verbs.length === 0 && rules.length === 0 && documents === null)) return [];
    const units = known.unitIds.flatMap((id) => org.units.get(id) ?? []);
    const card = this.streams.get(stream);
    const seenNot = hiddenFields(card, actorOfPerson(known));
    const hidden = card.definition.fields
      .filter(({ key }) => seenNot.has(key))
      .map(({ name }) => textIn(language, name));
    const before = [
      ...[text(person.name), text(known.login), text(units.map(({ name }) => textIn(language, name)).join(', '))],
      ...[
        text(textIn(language, card.definition.name)),
        text(verbs.map((verb) => tell(language, deeds[verb])).join(', ')),
      ],
    ];
    const after: Cell[] = [text(hidden.join(', ')), documents === null ? empty : { kind: 'number', number: documents }];
    const reading = rules.map(({ kind, role, level, when, confidential }: AccessRule): Cell[] => [
      ...[
        text(role ?? kind),
        text(level === null ? null : tell(language, reachOf[level])),
        text(when),
        { kind: 'boolean', value: confidential || kind === 'admin' } as const,
      ],
    ]);
    if (reading.length === 0) reading.push([text(textIn(language, byName)), empty, empty, empty]);
    return reading.map((cells) => [...before, ...cells, ...after]);
  }
}

function text(value: string | null): Cell {
  return value === null || value === '' ? empty : { kind: 'text', text: value };
}
