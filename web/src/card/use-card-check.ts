import { useEffect, useMemo, useState } from 'react';
import type { Language } from '../../../src/platform/languages.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { CardStream, TypedValues } from './card-stream.ts';
import { isFilled } from './field-kind.ts';
import type { LiveCard, LiveCheck } from './live-card.ts';

/** What can be said of a card while it is filled; until `ready`, what its definition says by itself. */
export interface CardCheck extends LiveCheck {
  readonly ready: boolean;
}

interface Asked {
  /** `edit`: `typed` is a patch of `previous`. */
  readonly mode: 'register' | 'edit';
  /** The values before the edit, as the API answered them. */
  readonly previous?: TypedValues | undefined;
  /** The status that the document will have; the first one of a new document unless said. */
  readonly status?: string | undefined;
  readonly previousStatus?: string | undefined;
}

/**
 * Checks a card while it is filled, with the rules of the server. They come with the language of conditions and with what
 * is known of telephone and tax numbers, so they are loaded when the first card is filled.
 */
export function useCardCheck(stream: CardStream, typed: TypedValues, asked: Asked): CardCheck {
  const { language } = useFormat();
  const compile = useCompiler();
  const card = useMemo(() => compile?.(stream.fields), [compile, stream.fields]);
  const { mode, previous, previousStatus } = asked;
  const status = asked.status ?? previousStatus ?? stream.initial;
  return useMemo(() => {
    if (!card) return { ready: false, ...withoutRules(stream, typed, previous) };
    const options = { mode, previous, status, language: language as Language };
    return { ready: true, ...card(typed, { ...options, ...(previousStatus !== undefined && { previousStatus }) }) };
  }, [card, stream, typed, mode, previous, status, previousStatus, language]);
}

type Compile = (fields: CardStream['fields']) => LiveCard;

let loaded: Compile | undefined;

function useCompiler(): Compile | undefined {
  const [compile, setCompile] = useState<Compile | undefined>(() => loaded);
  useEffect(() => {
    if (compile) return;
    let gone = false;
    void loadCardRules().then((ready) => gone || setCompile(() => ready));
    return () => void (gone = true);
  }, [compile]);
  return compile;
}

/** Loads the rules of cards ahead of time, say when an edit is likely. */
export async function loadCardRules(): Promise<Compile> {
  const { compileLiveCard } = await import('./live-card.ts');
  return (loaded = compileLiveCard);
}

function withoutRules({ fields }: CardStream, typed: TypedValues, previous: TypedValues = {}): LiveCheck {
  const values = { ...previous, ...typed };
  const hidden = fields.filter(({ key, visibleWhen }) => visibleWhen !== undefined && !isFilled(values[key]));
  return {
    values: {},
    problems: [],
    hidden: new Set(hidden.map(({ key }) => key)),
    required: new Set(fields.filter((field) => field.required).map(({ key }) => key)),
    toSend: typed,
  };
}
