import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Problem } from '../api/client.ts';
import { documentQuery } from '../streams/documents.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { sayDone, sayFailed } from '../ui/toast.tsx';
import { recallAnswer, sendAnswer, type Answer } from './answer-assignment.ts';
import { deskQuery, type Assignment } from './assignments.ts';
import { keepForLater } from './outbox.ts';

/** What became of one of several answers that were sent together. */
export interface AnswerResult {
  readonly assignment: Assignment;
  /** Absent: it was taken. */
  readonly problem?: string;
}

/**
 * Answers assignments: the desk shows it at once and takes it back where the server refuses. Without a connection the answer
 * waits on this device.
 */
export function useAnswers() {
  const { t } = useTranslation('assignments');
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const [results, setResults] = useState<readonly AnswerResult[]>([]);

  const refresh = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: ['assignments'] });
    void queryClient.invalidateQueries({ queryKey: ['documents'] });
  }, [queryClient]);

  const undo = useMutation({
    mutationFn: recallAnswer,
    onSuccess: () => sayDone({ text: t('recalled') }),
    onError: (error) => sayFailed(t('notRecalled'), textOf(error)),
    onSettled: refresh,
  });

  const one = useMutation({
    mutationFn: sendAnswer,
    onMutate: async (given) => {
      await queryClient.cancelQueries({ queryKey: deskQuery.queryKey });
      const before = queryClient.getQueryData(deskQuery.queryKey);
      if (given.choice.kind !== 'claim')
        queryClient.setQueryData(deskQuery.queryKey, (desk) => desk && without(desk, given));
      return { before };
    },
    onSuccess: (done, { assignment, choice }) => {
      const undoable = choice.kind === 'complete' && done.recallable === true;
      const text = t(`said.${choice.kind}`, { number: assignment.document.number, outcome: choice.label ?? t('done') });
      sayDone(undoable ? { text, undo: { label: t('undo'), run: () => undo.mutate(assignment.id) } } : { text });
    },
    onError: (error, given, context) => {
      if (error instanceof Problem && error.status === 0) {
        const seen = queryClient.getQueryData(documentQuery(given.assignment.document.id).queryKey);
        keepForLater({
          ...given,
          seen: { version: given.assignment.version, ...(seen && { documentVersion: seen.version }) },
        });
        return sayDone({ text: t('kept') });
      }
      queryClient.setQueryData(deskQuery.queryKey, context?.before);
      sayFailed(t('failed', { number: given.assignment.document.number }), textOf(error));
    },
    onSettled: refresh,
  });

  const several = useMutation({
    mutationFn: async (answers: readonly Answer[]) => {
      setResults([]);
      for (const given of answers) {
        const problem = await sendAnswer(given).then(() => undefined, textOf);
        const result = { assignment: given.assignment, ...(problem === undefined ? {} : { problem }) };
        setResults((known) => [...known, result]);
      }
    },
    onSettled: refresh,
  });

  return { one, several, results, forget: () => setResults([]) };
}

function without<Desk extends { mine: Assignment[]; reported: Assignment[] }>(
  desk: Desk,
  { assignment }: Answer,
): Desk {
  const others = (items: Assignment[]) => items.filter(({ id }) => id !== assignment.id);
  return { ...desk, mine: others(desk.mine), reported: others(desk.reported) };
}
