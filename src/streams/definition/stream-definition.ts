import type { LocalisedText } from '../../platform/languages.js';
import type { FieldDefinition } from './field-definition.js';

/** A class of documents as configured in `streams/<solution>/<stream>.yaml`. */
export interface StreamDefinition {
  /** Unique in the installation; used in addresses and in SQL literals, so small letters, digits and hyphens only. */
  readonly key: string;
  /** The name of the register: "Requests". */
  readonly name: LocalisedText;
  /** The name of one document: "Request". */
  readonly document: LocalisedText;
  readonly icon?: string;
  /** The folder of the file: `sales`. */
  readonly solution: string;
  readonly numbering: NumberingDefinition;
  /** Text with `{field}` holes; `{choice}` shows the label in English. */
  readonly title: string;
  readonly statuses: readonly StatusDefinition[];
  /** Key of the status of a newly registered document. */
  readonly initial: string;
  readonly fields: readonly FieldDefinition[];
  /** Key of the field that is the amount of a document, e.g. for limits of substitution; absent: the first of money. */
  readonly amountField?: string;
  /** Roles of those who are responsible for what they register, unless they say who is. */
  readonly responsible?: readonly string[];
  /** Absent: documents of the stream stand in no calendar. */
  readonly calendar?: CalendarDefinition;
  readonly access: readonly AccessGrant[];
  /** New documents are confidential unless they are said not to be. */
  readonly confidential?: boolean;
  readonly views: readonly ViewDefinition[];
  readonly relations: readonly RelationDefinition[];
  readonly forms: readonly FormDefinition[];
  readonly letters: LettersDefinition;
  readonly linking: readonly LinkingRule[];
  readonly autoprocessing: readonly AutoprocessingRule[];
}

export const numberPeriods = ['year', 'month', 'never'] as const;
export type NumberPeriod = (typeof numberPeriods)[number];

export interface NumberingDefinition {
  /** Streams with one register share one counter. */
  readonly register: string;
  /** See `numbering/number-pattern.ts`, e.g. `R-{year}-{counter:5}`. */
  readonly pattern: string;
  /** When the counter starts anew. */
  readonly period: NumberPeriod;
}

export const statusTones = ['neutral', 'active', 'waiting', 'good', 'bad'] as const;

export interface StatusDefinition {
  readonly key: string;
  readonly name: LocalisedText;
  /** Nothing more is expected of the document. */
  readonly final?: boolean;
  /** The status colour on screen. */
  readonly tone?: (typeof statusTones)[number];
}

export const accessVerbs = ['read', 'register', 'edit', 'delete', 'links'] as const;
export type AccessVerb = (typeof accessVerbs)[number];
export const accessScopes = ['own', 'group', 'unit', 'department', 'company'] as const;
export type AccessScope = (typeof accessScopes)[number];

/** What holders of a role may do, and with whose documents. Grants add up. */
export interface AccessGrant {
  readonly role: string;
  readonly verbs: readonly AccessVerb[];
  readonly scope: AccessScope;
  /** FEEL over the card and facts of the document, see `compileCondition`: only for documents on which it holds. */
  readonly when?: string;
  /** The level reaches confidential documents too. */
  readonly confidential?: boolean;
}

/** Keys of the fields, days or moments, by which a document stands in the calendar of its responsible person. */
export interface CalendarDefinition {
  /** When it is planned for. */
  readonly from: string;
  /** Until when. */
  readonly to?: string;
  /** When it was done. */
  readonly done?: string;
}

/** A saved view of the register. */
export interface ViewDefinition {
  readonly key: string;
  readonly name: LocalisedText;
  /** Keys of fields or of document columns (`number title status responsible unit createdAt updatedAt`). */
  readonly columns: readonly string[];
  /** Same form as the `filter` of the register in the API. */
  readonly filter?: { readonly and: readonly FilterCondition[] };
  /** `plannedAt` or `-createdAt`, several by commas. */
  readonly sort?: string;
}

export interface FilterCondition {
  readonly field: string;
  readonly op: string;
  readonly value?: unknown;
}

/** Documents of another stream shown on this document's page: those whose `field` refers to it. */
export interface RelationDefinition {
  readonly stream: string;
  readonly field: string;
  readonly name: LocalisedText;
}

/** A public web form that registers a document of this stream. */
export interface FormDefinition {
  readonly key: string;
  readonly title: LocalisedText;
  readonly intro?: LocalisedText;
  readonly fields: readonly FormField[];
  readonly uploads?: FormUploads;
  /** Shown after sending; `{number}` stands for the registration number. */
  readonly confirmation: LocalisedText;
}

export interface FormField {
  readonly field: string;
  readonly label?: LocalisedText;
  readonly help?: LocalisedText;
  /** Stricter than the card; a form cannot be laxer. */
  readonly required?: boolean;
  /** Taken where nothing is sent; goes before the default of the card. */
  readonly default?: unknown;
}

export interface FormUploads {
  /** Name of the part in the sent form: `file`. */
  readonly field: string;
  readonly label: LocalisedText;
  readonly maxFiles: number;
  /** Bytes of one file. */
  readonly maxBytes: number;
}

export interface LettersDefinition {
  /** Which `Label: value` line of a letter fills which field: labels in any language, by field key. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/** Finds the document that a reference field should hold: the first pair that matches exactly one wins. */
export interface LinkingRule {
  /** The reference field of this stream to fill. */
  readonly field: string;
  /** Where to look. */
  readonly stream: string;
  readonly by: readonly { readonly from: string; readonly to: string }[];
}

/**
 * One rule of what happens after registration, read from the top. `set` of every matching rule applies; `route` (with its
 * `variables`) and `acknowledge` are taken from the first matching rule that has one.
 */
export interface AutoprocessingRule {
  readonly name: string;
  /** FEEL condition over the card (see `CompiledCard.scope`); absent: always. */
  readonly when?: string;
  /** FEEL expressions by field key. */
  readonly set?: Readonly<Record<string, string>>;
  /** Key of the route to start: `sales/long-sale`. */
  readonly route?: string;
  /** Variables given to the route, any JSON. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Key of the letter template that answers the sender. */
  readonly acknowledge?: string;
}
