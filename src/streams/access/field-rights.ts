import type { Actor } from '../../platform/context.js';
import { mayEverything } from '../../organisation/access/can.js';
import type { CardValues } from '../card/card-scope.js';
import type { CompiledCard } from '../card/compile-card.js';
import type { FieldCommon } from '../definition/field-definition.js';
import type { ViewDefinition } from '../definition/stream-definition.js';

type Asker = Pick<Actor, 'kind' | 'roles' | 'limit'>;
type Restrictions = Pick<FieldCommon, 'viewRoles' | 'editRoles'>;

const none: ReadonlySet<string> = new Set();

/** Keys of the fields that the actor may not see; the system and administrators see all. */
export function hiddenFields({ definition }: Pick<CompiledCard, 'definition'>, actor: Asker): ReadonlySet<string> {
  return fieldsWhere(definition.fields, actor, ({ viewRoles }) => lacks(actor, viewRoles));
}

/** Keys of the fields that the actor may not fill in or change: those hidden and those that only others may change. */
export function lockedFields({ definition }: Pick<CompiledCard, 'definition'>, actor: Asker): ReadonlySet<string> {
  const locked = ({ viewRoles, editRoles }: Restrictions) => lacks(actor, viewRoles) || lacks(actor, editRoles);
  return fieldsWhere(definition.fields, actor, locked);
}

function fieldsWhere(
  fields: readonly FieldCommon[],
  actor: Asker,
  holds: (field: FieldCommon) => boolean,
): ReadonlySet<string> {
  if (actor.kind === 'system' || mayEverything(actor)) return none;
  const found = fields.filter(holds).map(({ key }) => key);
  return found.length === 0 ? none : new Set(found);
}

function lacks({ roles }: Asker, wanted: readonly string[] | undefined): boolean {
  return wanted !== undefined && !wanted.some((role) => roles.includes(role));
}

const narrowed = new WeakMap<CompiledCard, Map<string, CompiledCard>>();

/**
 * The card as the actor knows it: without the fields that are hidden from the actor, in its definition and views as well.
 * For reading, filtering and showing; cards are checked and written with the whole one.
 */
export function cardFor(card: CompiledCard, actor: Asker): CompiledCard {
  const hidden = hiddenFields(card, actor);
  if (hidden.size === 0) return card;
  const known = narrowed.get(card) ?? new Map<string, CompiledCard>();
  narrowed.set(card, known);
  const key = [...hidden].join(' ');
  let made = known.get(key);
  if (!made) known.set(key, (made = without(card, hidden)));
  return made;
}

function without(card: CompiledCard, hidden: ReadonlySet<string>): CompiledCard {
  const { definition } = card;
  return Object.freeze({
    ...card,
    definition: {
      ...definition,
      fields: definition.fields.filter(({ key }) => !hidden.has(key)),
      views: definition.views.flatMap((view) => viewWithout(view, hidden)),
    },
    fields: card.fields.filter((field) => !hidden.has(field.definition.key)),
    field: (key: string) => (hidden.has(key) ? undefined : card.field(key)),
    references: (values: CardValues) => card.references(withoutFields(values, hidden)),
    persons: (values: CardValues) => card.persons(withoutFields(values, hidden)),
    display: (values: CardValues, language: Parameters<CompiledCard['display']>[1]) =>
      card.display(withoutFields(values, hidden), language),
  });
}

/** A view that filters or sorts by a hidden field is none; of columns the others are left. */
function viewWithout(view: ViewDefinition, hidden: ReadonlySet<string>): ViewDefinition[] {
  const sorted = (view.sort ?? '').split(',').map((key) => key.trim().replace(/^[-+]/, ''));
  const asked = [...sorted, ...(view.filter?.and ?? []).map(({ field }) => field)];
  const columns = view.columns.filter((key) => !hidden.has(key));
  return asked.some((key) => hidden.has(key)) || columns.length === 0 ? [] : [{ ...view, columns }];
}

/** The values without those of some fields. */
export function withoutFields(values: CardValues, hidden: ReadonlySet<string>): CardValues {
  if (hidden.size === 0) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key)));
}

/** Whether a path such as `fields.amount.currency` leads into one of the fields. */
export function leadsInto(path: string, fields: ReadonlySet<string>): boolean {
  return fields.size > 0 && fields.has(/^fields\.([^.[]+)/.exec(path)?.[1] ?? '');
}

/** Links that hidden reference fields make, as `<stream> field:<key>` of the document that holds the reference. */
export function hiddenLinks(cards: readonly CompiledCard[], actor: Asker): string[] {
  return cards.flatMap((card) => {
    const hidden = hiddenFields(card, actor);
    return [...hidden].map((key) => `${card.stream} field:${key}`);
  });
}
