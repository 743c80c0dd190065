import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey, Problem } from '../../../api/client.ts';

/**
 * Something done with a document once, however often it is pressed or sent again; afterwards everything about the document
 * is read again.
 */
export function useDeed<Sent, Answer>(
  document: string,
  send: (sent: Sent, key: string) => Promise<Answer>,
  onDone: (answer: Answer, sent: Sent) => void,
) {
  const queryClient = useQueryClient();
  const key = useRef(newKey());
  return useMutation({
    mutationFn: (sent: Sent) => send(sent, key.current),
    onSuccess: async (answer, sent) => {
      key.current = newKey();
      onDone(answer, sent);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['documents', document] }),
        queryClient.invalidateQueries({ queryKey: ['assignments'] }),
      ]);
    },
    // What was refused may be corrected and is then something else.
    onError: (error) => {
      if (error instanceof Problem && error.status !== 0) key.current = newKey();
    },
  });
}
