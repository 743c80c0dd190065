import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useProblemText } from '../ui/problem-text.ts';
import { keptAnswers, sendKept, takeOutboxOf } from './outbox.ts';

/** Milliseconds between attempts, for a server that cannot be reached while there is a network. */
const every = 5_000;

/** Sends what this person has decided without a connection, as soon as there is one. */
export function useOutbox(person: string): void {
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const words = useRef(textOf);
  useEffect(() => void (words.current = textOf));
  useEffect(() => {
    takeOutboxOf(person);
    const send = () => {
      if (!keptAnswers().some(({ refused }) => refused === undefined)) return;
      void sendKept((error) => words.current(error)).then(() =>
        queryClient.invalidateQueries({ queryKey: ['assignments'] }),
      );
    };
    send();
    const timer = setInterval(send, every);
    addEventListener('online', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }, [person, queryClient]);
}
