import exceljs from 'exceljs';
import { textIn, type Language } from '../../platform/languages.js';
import type { Organisation, Person } from '../directory/organisation.js';
import { importColumns, sheetNames, type ImportSheet } from './import-columns.js';

/**
 * An .xlsx with the headings of the import in the reader's language, and the active people and the units that there are: a
 * person has a row for each post. Its texts are typed as texts: nothing in it can be a formula.
 */
export async function importTemplate(
  org: Organisation,
  language: Language,
  ownRoles: ReadonlyMap<string, readonly string[]>,
): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  fill(
    addSheet(workbook, 'units', language),
    [...org.units.values()]
      .filter(({ closedAt }) => closedAt == null)
      .map((unit) => ({
        ...{ key: unit.key, name: textIn(language, unit.name) },
        parent: unit.parentId === null ? '' : (org.units.get(unit.parentId)?.key ?? ''),
      })),
  );
  const people = [...org.persons.values()].filter(({ active, service }) => active && !service);
  fill(
    addSheet(workbook, 'people', language),
    people.flatMap((person) => rowsOf(org, person, ownRoles.get(person.login) ?? [])),
  );
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function rowsOf(org: Organisation, person: Person, roles: readonly string[]): Record<string, string>[] {
  const unitKey = (id: string) => org.units.get(id)?.key ?? '';
  const headed = [...org.units.values()].filter(({ headId }) => headId === person.id).map(({ id }) => id);
  const posts = person.postKeys.flatMap((key) => org.posts.get(key) ?? []);
  const places = [
    ...posts.map(({ key, unitId }) => ({ unit: unitId, post: key })),
    ...headed.filter((id) => !posts.some(({ unitId }) => unitId === id)).map((id) => ({ unit: id, post: '' })),
  ];
  const about = {
    ...{ login: person.login, name: person.name, email: person.email ?? '', phone: '' },
    ...{ language: person.language, roles: roles.join(', ') },
  };
  if (places.length === 0) return [{ ...about, unit: '', post: '', head: '' }];
  return places.map(({ unit, post }) => ({
    ...about,
    ...{ unit: unitKey(unit), post, head: headed.includes(unit) ? 'yes' : '' },
  }));
}

function addSheet(workbook: exceljs.Workbook, kind: ImportSheet, language: Language): exceljs.Worksheet {
  const sheet = workbook.addWorksheet(sheetNames[kind][language], { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = Object.entries(importColumns[kind]).map(([key, names]) => ({
    ...{ key, header: names[language], width: Math.max(16, names[language].length + 2) },
  }));
  sheet.getRow(1).font = { bold: true };
  return sheet;
}

function fill(sheet: exceljs.Worksheet, rows: readonly Record<string, string>[]): void {
  for (const row of rows) sheet.addRow(row);
}
