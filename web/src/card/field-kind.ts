import type { MantineSize, TextInputProps } from '@mantine/core';
import type { ComponentType } from 'react';
import type { FieldOf, FieldTypeName } from '../../../src/streams/definition/field-definition.ts';

/** A value as the API answers it: documents as `{id, number, title}`, people as `{id, login, name}`. */
export interface ShowProps<T extends FieldTypeName = FieldTypeName> {
  readonly field: FieldOf<T>;
  /** Never empty (see `isFilled`). */
  readonly value: unknown;
  /** One line without anything to press: the cell of a list that opens something else. */
  readonly plain?: boolean | undefined;
}

/** What an input looks like from outside: label, help, fault. In a table the label is for screen readers only. */
export type InputLook = Pick<
  TextInputProps,
  'label' | 'description' | 'error' | 'withAsterisk' | 'disabled' | 'aria-label' | 'variant' | 'autoFocus'
> & { readonly size?: MantineSize };

export interface EditProps<T extends FieldTypeName = FieldTypeName> {
  readonly field: FieldOf<T>;
  /** As it was typed, or as the API answered it. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** The field is left: from now on it may be told what is wrong. */
  readonly onLeave?: (() => void) | undefined;
  readonly look: InputLook;
  /** What is wrong with a cell of a table, by path below the field: `[2].price`. */
  readonly faultAt?: ((path: string) => string | undefined) | undefined;
}

/** How fields of one type are typed. Listed in `field-inputs.ts`. */
export type FieldInput<T extends FieldTypeName> = ComponentType<EditProps<T>>;

/** How fields of one type look. One file each, listed in `field-kinds.ts`. */
export interface FieldKind<T extends FieldTypeName> {
  readonly type: T;
  readonly Show: ComponentType<ShowProps<T>>;
  /** Takes the whole width of a card. */
  readonly wide?: boolean;
  /** Stands right in a column, so that figures compare. */
  readonly figures?: boolean;
  /** What is copied; absent: there is nothing that anybody would paste elsewhere. */
  readonly copy?: (value: unknown) => string;
}

/** False for what counts as nothing: no value, empty text, empty list. */
export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The text of a value that is text or a number; else nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A member of a value that is an object. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
