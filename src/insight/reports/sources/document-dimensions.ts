import type { CompiledCard } from '../../../streams/card/compile-card.js';
import { columnNames } from '../../../documents/export/export-columns.js';
import type { CompiledField } from '../../../streams/field-types/field-type.js';
import type { ReportDimension } from '../definition/report-definition.js';
import { dayOfMoment, partOfDay, type Dimension } from './dimension.js';

/** What documents of a stream can be grouped by, under its name; undefined where there is no such thing. */
export function documentDimension(card: CompiledCard, { by, part = 'month' }: ReportDimension): Dimension | undefined {
  switch (by) {
    case 'status':
      return {
        ...{ key: by, name: columnNames[by], kind: 'option', expression: () => 'd.status' },
        options: new Map(card.definition.statuses.map(({ key, name, tone = 'neutral' }) => [key, { name, tone }])),
      };
    case 'responsible':
      return { key: by, name: columnNames[by], kind: 'person', expression: () => 'd.responsible_id::text' };
    case 'unit':
      return { key: by, name: columnNames[by], kind: 'unit', expression: () => 'd.unit_id::text' };
    case 'createdAt':
    case 'updatedAt': {
      const column = by === 'createdAt' ? 'd.created_at' : 'd.updated_at';
      const expression = (zone: string) => partOfDay(dayOfMoment(column, zone), part);
      return { key: by, name: columnNames[by], kind: 'date', part, expression };
    }
    default: {
      const field = card.field(by);
      return field && fieldDimension(field, part);
    }
  }
}

function fieldDimension(
  { definition, sql }: CompiledField,
  part: NonNullable<ReportDimension['part']>,
): Dimension | undefined {
  if (!sql) return undefined;
  const { key, name } = definition;
  const expression = sql.expression('d.fields');
  const type = definition.type === 'computed' ? definition.result : definition.type;
  switch (type) {
    case 'choice':
      if (definition.type !== 'choice' || definition.many) return undefined;
      return {
        ...{ key, name, kind: 'option', expression: () => expression },
        options: new Map(definition.options.map((option) => [option.key, { name: option.name }])),
      };
    case 'reference':
    case 'person':
      return { key, name, kind: type, expression: () => expression };
    case 'boolean':
      return { key, name, kind: 'boolean', expression: () => `(${expression})::text` };
    case 'date':
      return { key, name, kind: 'date', part, expression: () => partOfDay(`(${expression})`, part) };
    case 'datetime':
      return { key, name, kind: 'date', part, expression: (zone) => partOfDay(dayOfMoment(expression, zone), part) };
    case 'text':
    case 'taxNumber':
      return { key, name, kind: 'text', expression: () => expression };
    default:
      return undefined;
  }
}
