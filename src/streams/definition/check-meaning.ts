import { holdsMoney } from '../card/amount-of.js';
import { compileCard } from '../card/compile-card.js';
import { parseTitle } from '../card/title-template.js';
import type { CompiledField } from '../field-types/field-type.js';
import { Faults } from '../field-types/faults.js';
import { indexedTextLength } from '../field-types/text.js';
import { compileField, verifyField } from '../field-types/registry.js';
import { compileFilter } from '../filter/compile-filter.js';
import { compileSort } from '../filter/compile-sort.js';
import { checkPattern } from '../numbering/number-pattern.js';
import { checkExpressions } from './check-expressions.js';
import type { ShapeFault } from './check-shape.js';
import { isDocumentColumn, reservedFieldKeys } from './document-columns.js';
import type { FieldDefinition } from './field-definition.js';
import type { StreamDefinition } from './stream-definition.js';

type Path = readonly (string | number)[];
type Report = (path: Path, code: string, message: string) => void;

/** What is wrong with a definition of the right shape: names that lead nowhere, keys used twice, options at odds. */
export function checkMeaning(definition: StreamDefinition): ShapeFault[] {
  const faults: ShapeFault[] = [];
  const report: Report = (path, code, message) => faults.push({ path, code, message });
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  checkDuplicates(definition, report);
  definition.fields.forEach((field, index) => checkField(field, ['fields', index], report));
  checkNumbering(definition, report);
  checkTitle(definition, fields, report);
  if (!definition.statuses.some((status) => status.key === definition.initial))
    report(['initial'], 'unknown-status', `"${definition.initial}" is not one of the statuses.`);
  if (definition.amountField !== undefined) checkAmountField(definition.amountField, fields, report);
  checkCalendar(definition, fields, report);
  checkViews(definition, fields, report);
  checkForms(definition, fields, report);
  for (const key of Object.keys(definition.letters.labels))
    requireField(key, fields, ['letters', 'labels', key], report);
  checkLinking(definition, fields, report);
  faults.push(...checkExpressions(definition));
  // Queries are compiled with the card, which must be sound for that.
  return faults.length > 0 ? faults : checkViewQueries(definition);
}

function checkDuplicates(definition: StreamDefinition, report: Report): void {
  for (const list of ['fields', 'statuses', 'views', 'forms'] as const) {
    const seen = new Set<string>();
    definition[list].forEach(({ key }, index) => {
      if (seen.has(key)) report([list, index, 'key'], 'duplicate-key', `"${key}" is used twice in ${list}.`);
      seen.add(key);
    });
  }
}

function checkField(field: FieldDefinition, path: Path, report: Report): void {
  if (reservedFieldKeys.has(field.key))
    report([...path, 'key'], 'reserved-key', `"${field.key}" belongs to every document; choose another key.`);
  checkOptions(field, path, report);
  if (field.requiredWhen !== undefined && (field.required || field.type === 'computed'))
    report([...path, 'requiredWhen'], 'needless', 'This field is always required, or never entered: leave it out.');
  if (field.type === 'table') {
    const keys = field.columns.map((column) => column.key);
    field.columns.forEach((column, index) => {
      if (keys.indexOf(column.key) !== index)
        report([...path, 'columns', index, 'key'], 'duplicate-key', `The column "${column.key}" is there twice.`);
      checkOptions(column, [...path, 'columns', index], report);
      for (const flag of ['filterable', 'sortable', 'searchable', 'unique'] as const)
        if (column[flag])
          report([...path, 'columns', index, flag], 'not-in-table', `Columns of a table cannot be ${flag}.`);
      for (const option of ['visibleWhen', 'requiredWhen', 'viewRoles', 'editRoles'] as const)
        if (column[option] !== undefined)
          report([...path, 'columns', index, option], 'not-in-table', `Columns of a table have no ${option}.`);
    });
  }
}

function checkOptions(field: FieldDefinition, path: Path, report: Report): void {
  const wrong = verifyField(field);
  for (const { path: below, message } of wrong) report([...path, ...pathParts(below)], 'option', message);
  if (wrong.length > 0) return;
  const compiled = compileField(field);
  checkIndexing(field, compiled, path, report);
  if (field.default === undefined) return;
  const faults = new Faults();
  compiled.check(field.default, 'default', faults);
  if (faults.list.length > 0 || field.type === 'computed')
    report([...path, 'default'], 'default', `The default does not fit a field of the type ${field.type}.`);
}

function checkIndexing(field: FieldDefinition, { sql }: CompiledField, path: Path, report: Report): void {
  const ordered = field.filterable === true || field.sortable === true || field.unique === true;
  if (ordered && (!sql || field.type === 'longtext'))
    report(path, 'not-comparable', `Fields of the type ${field.type} cannot be filterable, sortable or unique.`);
  if (field.type === 'text' && ordered && (field.maxLength ?? 0) > indexedTextLength)
    report(
      path,
      'too-long-for-index',
      `A text that is filterable, sortable or unique can have a maxLength of at most ${indexedTextLength}.`,
    );
  if (field.searchable && sql?.operators.has('contains') !== true)
    report(path, 'not-searchable', `Fields of the type ${field.type} cannot be searchable.`);
}

function checkNumbering({ numbering: { pattern, period } }: StreamDefinition, report: Report): void {
  const problem = checkPattern(pattern, period);
  if (problem !== undefined) report(['numbering', 'pattern'], 'number-pattern', `The numbering pattern ${problem}`);
}

function checkTitle(definition: StreamDefinition, fields: ReadonlyMap<string, FieldDefinition>, report: Report): void {
  const title = parseTitle(definition.title);
  if (!title) return report(['title'], 'title', 'Braces do not match. Expected e.g. "{company} – {subject}".');
  for (const part of title.parts) {
    if ('text' in part) continue;
    requireField(part.field, fields, ['title'], report);
    requireOpen(part.field, fields, ['title'], report);
    const type = fields.get(part.field)?.type;
    if (type === 'table' || type === 'person' || type === 'longtext')
      report(['title'], 'title', `A ${type} field such as "${part.field}" does not fit into a title.`);
  }
}

function checkAmountField(key: string, fields: ReadonlyMap<string, FieldDefinition>, report: Report): void {
  requireField(key, fields, ['amountField'], report);
  requireOpen(key, fields, ['amountField'], report);
  const field = fields.get(key);
  if (field && !holdsMoney(field)) report(['amountField'], 'not-money', `"${key}" is no field of money.`);
}

function checkCalendar(
  { calendar }: StreamDefinition,
  fields: ReadonlyMap<string, FieldDefinition>,
  report: Report,
): void {
  for (const [part, key] of Object.entries(calendar ?? {})) {
    requireField(key, fields, ['calendar', part], report);
    requireOpen(key, fields, ['calendar', part], report);
    const type = fields.get(key)?.type;
    if (type !== undefined && type !== 'date' && type !== 'datetime')
      report(['calendar', part], 'not-a-date', `"${key}" is no field of the type date or datetime.`);
  }
}

function checkViews(definition: StreamDefinition, fields: ReadonlyMap<string, FieldDefinition>, report: Report): void {
  definition.views.forEach((view, index) => {
    const check = (name: string, path: Path) => {
      if (!isDocumentColumn(name)) requireField(name, fields, path, report);
    };
    view.columns.forEach((name, at) => check(name, ['views', index, 'columns', at]));
    view.filter?.and.forEach(({ field }, at) => check(field, ['views', index, 'filter', 'and', at, 'field']));
    for (const key of view.sort?.split(',') ?? []) check(key.trim().replace(/^-/, ''), ['views', index, 'sort']);
  });
}

/** Whether the filters and orders of the views can be asked for: operators, values, sortable fields. */
function checkViewQueries(definition: StreamDefinition): ShapeFault[] {
  const card = compileCard(definition);
  return definition.views.flatMap((view, index) => {
    const filter = compileFilter(card, view.filter);
    const sort = compileSort(card, view.sort);
    const problems = [...('problems' in filter ? filter.problems : []), ...('problems' in sort ? sort.problems : [])];
    return problems.map(({ path, code, message }) => ({
      path: ['views', index, ...pathParts(path)],
      code,
      message,
    }));
  });
}

function checkForms(definition: StreamDefinition, fields: ReadonlyMap<string, FieldDefinition>, report: Report): void {
  definition.forms.forEach((form, index) => {
    form.fields.forEach(({ field }, at) => {
      const path = ['forms', index, 'fields', at, 'field'];
      requireField(field, fields, path, report);
      const type = fields.get(field)?.type;
      if (type === 'reference' || type === 'person' || type === 'computed')
        report(path, 'not-for-forms', `"${field}" is a ${type} field, which nobody outside can fill.`);
    });
    if (form.uploads && fields.has(form.uploads.field))
      report(['forms', index, 'uploads', 'field'], 'duplicate-key', `"${form.uploads.field}" is a field of the card.`);
    const shown = new Set(form.fields.map(({ field }) => field));
    for (const field of definition.fields)
      if (field.required && field.default === undefined && !field.visibleWhen && !shown.has(field.key))
        report(['forms', index, 'fields'], 'required-missing', `The form lacks the required field "${field.key}".`);
  });
}

function checkLinking(
  definition: StreamDefinition,
  fields: ReadonlyMap<string, FieldDefinition>,
  report: Report,
): void {
  definition.linking.forEach((rule, index) => {
    const field = fields.get(rule.field);
    if (field?.type !== 'reference' || field.stream !== rule.stream)
      report(['linking', index, 'field'], 'not-a-reference', `"${rule.field}" is not a reference to "${rule.stream}".`);
    rule.by.forEach(({ from }, at) => requireField(from, fields, ['linking', index, 'by', at, 'from'], report));
  });
}

function requireField(key: string, fields: ReadonlyMap<string, FieldDefinition>, path: Path, report: Report): void {
  if (!fields.has(key)) report(path, 'unknown-field', `The card has no field "${key}".`);
}

/** What stands where everybody who sees the document sees it cannot be hidden from some. */
function requireOpen(key: string, fields: ReadonlyMap<string, FieldDefinition>, path: Path, report: Report): void {
  if (fields.get(key)?.viewRoles !== undefined)
    report(path, 'hidden-from-some', `"${key}" is hidden from some (viewRoles), and everybody would see it here.`);
}

/** `options[0].key` taken apart: numbers are places in lists. */
function pathParts(path: string): (string | number)[] {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
