import type { LocalisedText } from '../../platform/languages.js';

/** What every field of a card has. */
export interface FieldCommon {
  /** Letters and digits, small letter first; unique within the card. */
  readonly key: string;
  readonly name: LocalisedText;
  readonly help?: LocalisedText;
  /** Fields with one group are shown together under its name. */
  readonly group?: LocalisedText;
  readonly required?: boolean;
  /**
   * FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and
   * not taken; an edit that hides it empties it.
   */
  readonly visibleWhen?: string;
  /** FEEL over the card and the `status` of the document: the field must be filled while it is true. */
  readonly requiredWhen?: string;
  /** Can be filtered by, fast. */
  readonly filterable?: boolean;
  /** Can be sorted by, fast. */
  readonly sortable?: boolean;
  /** Any part of it can be searched for, fast. */
  readonly searchable?: boolean;
  /** No two documents of the stream hold the same value. */
  readonly unique?: boolean;
  /** Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
  readonly viewRoles?: readonly string[];
  /** Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
  readonly editRoles?: readonly string[];
  /** Taken at registration where nothing is given. */
  readonly default?: unknown;
}

export interface TextField extends FieldCommon {
  readonly type: 'text';
  /** Characters; 10,000 unless said, 500 for a field that is filterable, sortable or unique. */
  readonly maxLength?: number;
}
export interface LongTextField extends FieldCommon {
  readonly type: 'longtext';
  /** Characters; 200,000 unless said. */
  readonly maxLength?: number;
}
export interface NumberField extends FieldCommon {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
  /** Digits after the point that are allowed. */
  readonly decimals?: number;
  /** In a table: whether its sum stands below the column; it does unless said. */
  readonly sum?: boolean;
}
export interface IntegerField extends FieldCommon {
  readonly type: 'integer';
  readonly min?: number;
  readonly max?: number;
  /** In a table: whether its sum stands below the column; it does unless said. */
  readonly sum?: boolean;
}
export interface MoneyField extends FieldCommon {
  readonly type: 'money';
  /** ISO 4217; taken where the value names none. */
  readonly currency?: string;
  /** The currencies allowed; any of ISO 4217 unless said. */
  readonly currencies?: readonly string[];
  /** Digits after the point that are allowed; those of the currency unless said. */
  readonly decimals?: number;
  /** Decimal text. */
  readonly min?: string;
  /** In a table: whether its sum stands below the column; it does unless said. */
  readonly sum?: boolean;
}
export interface DateField extends FieldCommon {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
}
export interface DateTimeField extends FieldCommon {
  readonly type: 'datetime';
}
export interface BooleanField extends FieldCommon {
  readonly type: 'boolean';
}
export interface ChoiceOption {
  readonly key: string;
  readonly name: LocalisedText;
}
export interface ChoiceField extends FieldCommon {
  readonly type: 'choice';
  readonly options: readonly ChoiceOption[];
  /** Holds a list of keys. */
  readonly many?: boolean;
}
export interface ReferenceField extends FieldCommon {
  readonly type: 'reference';
  /** The stream of the documents that may be held. */
  readonly stream: string;
}
export interface TableField extends FieldCommon {
  readonly type: 'table';
  readonly columns: readonly ColumnDefinition[];
  /** 500 unless said. */
  readonly maxRows?: number;
}
export interface EmailField extends FieldCommon {
  readonly type: 'email';
}
export interface PhoneField extends FieldCommon {
  readonly type: 'phone';
  /** ISO 3166 countries tried in this order for numbers without an international prefix. */
  readonly countries?: readonly string[];
}
export interface TaxNumberField extends FieldCommon {
  readonly type: 'taxNumber';
  /** Countries whose numbers are taken: LT, PL, RU; all of them unless said. */
  readonly countries?: readonly string[];
}
export interface UrlField extends FieldCommon {
  readonly type: 'url';
}
export interface PersonField extends FieldCommon {
  readonly type: 'person';
}
export interface ComputedField extends FieldCommon {
  readonly type: 'computed';
  /** FEEL over the card; fields above this one only. */
  readonly expression: string;
  /** What it gives. */
  readonly result: 'money' | 'number' | 'text' | 'boolean' | 'date';
  /** Digits after the point of a number; 2 unless said. Money is rounded as its currency is. */
  readonly decimals?: number;
  /** For money: taken where the expression gives a bare number. */
  readonly currency?: string;
}

/** Fields that may be columns of a table. */
export type ColumnDefinition =
  | TextField
  | LongTextField
  | NumberField
  | IntegerField
  | MoneyField
  | DateField
  | DateTimeField
  | BooleanField
  | ChoiceField
  | ReferenceField
  | EmailField
  | PhoneField
  | TaxNumberField
  | UrlField
  | PersonField;

export type FieldDefinition = ColumnDefinition | TableField | ComputedField;

export type FieldTypeName = FieldDefinition['type'];
export type FieldOf<T extends FieldTypeName> = Extract<FieldDefinition, { type: T }>;
