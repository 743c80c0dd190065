import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, answer, ifMatch, Problem, type Fault } from '../../../api/client.ts';
import type { CardStream, TypedValues } from '../../../card/card-stream.ts';
import { storedValues } from '../../../card/stored-values.ts';
import { useCardCheck } from '../../../card/use-card-check.ts';
import { documentQuery, type DocumentView } from '../../../streams/documents.ts';
import { dropDraft, keepDraft, type CardDraft } from './card-draft.ts';
import { mergeEdit, same, type Merge } from './merge-edit.ts';

/** Typing rests this long, in milliseconds, before it is kept on the device. */
const rest = 400;

/** What has come between me and saving: the document as it is now, and what has to be decided. */
export interface Collision {
  readonly theirs: DocumentView;
  readonly merge: Merge;
}

/**
 * One edit of a card, from its beginning to the moment it is saved. It belongs to the version that it was begun from; where
 * somebody else was quicker, changes of other fields go together, and those of the same fields are asked about.
 */
export function useCardEdit(document: DocumentView, stream: CardStream, begun: CardDraft, onSaved: () => void) {
  const queryClient = useQueryClient();
  const { id } = document;
  const [base, setBase] = useState({ version: begun.version, values: begun.before });
  const [typed, setTyped] = useState<TypedValues>(begun.typed);
  const [tried, setTried] = useState(false);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [collision, setCollision] = useState<Collision>();
  const check = useCardCheck(stream, typed, {
    mode: 'edit',
    previous: base.values,
    previousStatus: document.status,
  });

  useEffect(() => {
    const keep = () => keepDraft(id, { ...base, before: base.values, typed, at: new Date().toISOString() });
    if (Object.keys(typed).length === 0) return dropDraft(id);
    const timer = setTimeout(keep, rest);
    return () => clearTimeout(timer);
  }, [id, base, typed]);

  const change = (values: TypedValues, key: string) => {
    const value = values[key];
    setFaults((known) => known.filter(({ path }) => !isAt(path, key)));
    setTyped(({ [key]: _, ...others }) => (same(value, base.values[key]) ? others : { ...others, [key]: value }));
  };

  const save = useMutation({
    mutationFn: (send: { readonly fields: TypedValues; readonly version: number }) =>
      answer(
        api.PATCH('/api/documents/{id}', {
          params: { path: { id }, header: ifMatch(send) },
          body: { fields: { ...send.fields } },
        }),
      ),
    onSuccess: (saved) => {
      dropDraft(id);
      queryClient.setQueryData(documentQuery(id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['documents', id] });
      onSaved();
    },
    onError: async (error, sent) => {
      if (error instanceof Problem && error.status === 412) return meet(sent.fields);
      if (error instanceof Problem) setFaults(error.errors);
    },
  });

  /** Somebody else was quicker: goes on by itself where nothing contradicts, else asks. */
  const meet = async (fields: TypedValues) => {
    const theirs = await queryClient.fetchQuery({ ...documentQuery(id), staleTime: 0 });
    const stored = (values: TypedValues) => storedValues(stream.fields, values);
    const mine = Object.fromEntries(Object.keys(fields).map((key) => [key, check.values[key] ?? null]));
    const merge = mergeEdit(stored(base.values), mine, stored(theirs.fields));
    setBase({ version: theirs.version, values: theirs.fields });
    const kept = Object.entries(typed).filter(([key]) => !Object.hasOwn(fields, key) || Object.hasOwn(merge.mine, key));
    setTyped(Object.fromEntries(kept));
    if (merge.conflicts.length > 0) return setCollision({ theirs, merge });
    const left = Object.entries(fields).filter(([key]) => Object.hasOwn(merge.mine, key));
    save.mutate({ fields: Object.fromEntries(left), version: theirs.version });
  };

  return {
    version: base.version,
    before: base.values,
    typed,
    values: { ...base.values, ...typed },
    changed: Object.keys(typed).length > 0,
    change,
    check,
    faults,
    tried,
    collision,
    saving: save.isPending,
    /** What the server said besides faults of single fields. */
    problem: save.error instanceof Problem && save.error.status === 412 ? null : save.error,
    /** Takes theirs for some of the fields; the rest of mine stays to be saved. */
    settle: (theirs: ReadonlySet<string>) => {
      setTyped((known) => Object.fromEntries(Object.entries(known).filter(([key]) => !theirs.has(key))));
      setCollision(undefined);
    },
    save: () => {
      setTried(true);
      if (check.problems.length > 0) return;
      if (Object.keys(typed).length === 0) {
        dropDraft(id);
        return onSaved();
      }
      save.mutate({ fields: check.toSend, version: base.version });
    },
  };
}

function isAt(path: string, key: string): boolean {
  return path === `fields.${key}` || path.startsWith(`fields.${key}[`);
}
