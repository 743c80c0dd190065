import { Fragment } from 'react';
import type { Schemas } from '../../api/client.ts';
import { splitAt } from './split-at.ts';

interface Props {
  readonly text: string;
  readonly marks: readonly Schemas['Mark'][];
}

/** A text with the places of what was looked for. */
export function Marked({ text, marks }: Props) {
  return splitAt(text, marks).map(({ part, marked }, place) =>
    marked ? <mark key={place}>{part}</mark> : <Fragment key={place}>{part}</Fragment>,
  );
}
