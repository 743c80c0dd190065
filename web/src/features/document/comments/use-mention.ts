import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import { peopleQuery, type PersonChoice } from '../../../people/people.ts';
import { mentionAt, type MentionDraft } from './mention-text.ts';

/** People offered at once. */
const most = 6;

/** The list of people who may be meant by what is typed behind an `@`. */
export interface Mention {
  /** Undefined while nobody is being named. */
  readonly people: readonly PersonChoice[] | undefined;
  readonly active: number;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  readonly choose: (person: PersonChoice) => void;
  /** Looks whether somebody is being named at the caret. */
  readonly look: (input: HTMLTextAreaElement) => void;
  readonly close: () => void;
  /** True where the key was one for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly inputProps: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string };
}

/** Finds people while they are being named; the keys stay with the text, the list follows them. */
export function useMention(onChoose: (draft: MentionDraft, login: string) => void): Mention {
  const listId = useId();
  const [draft, setDraft] = useState<MentionDraft>();
  const [active, setActive] = useState(0);
  const [query] = useDebouncedValue(draft?.query ?? '', 120);
  const { data, isPlaceholderData } = useQuery({
    ...peopleQuery(query, most),
    enabled: draft !== undefined,
    placeholderData: (before) => before,
  });
  // Of people found for fewer letters only those that fit the present ones: whoever presses Enter at once means one of them.
  const stale = isPlaceholderData || query !== draft?.query;
  const fitting = (data?.items ?? []).filter((person) => !stale || fits(person, draft?.query ?? ''));
  const people = draft && fitting.length > 0 ? fitting : undefined;
  const shown = Math.min(active, (people?.length ?? 1) - 1);
  const optionId = (index: number) => `${listId}-${index}`;
  const choose = ({ login }: PersonChoice) => {
    if (draft) onChoose(draft, login);
    setDraft(undefined);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!people) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const taken = (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab';
    const person = people[shown];
    if (step !== 0) setActive((shown + step + people.length) % people.length);
    else if (taken && person) choose(person);
    else if (event.key === 'Escape') setDraft(undefined);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    ...{ people, active: shown, listId, optionId, choose, onKey },
    look: ({ value, selectionStart, selectionEnd }) => {
      const next = selectionStart === selectionEnd ? mentionAt(value, selectionStart) : undefined;
      if (next?.query !== draft?.query) setActive(0);
      setDraft(next);
    },
    close: () => setDraft(undefined),
    inputProps: people ? { 'aria-controls': listId, 'aria-activedescendant': optionId(shown) } : {},
  };
}

function fits({ name, login }: PersonChoice, query: string): boolean {
  return `${name} ${login}`.toLowerCase().includes(query.toLowerCase());
}
