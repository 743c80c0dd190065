import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, newKey, once, Problem, type Schemas } from '../../api/client.ts';
import type { TypedValues } from '../../card/card-stream.ts';
import type { Stream } from '../../streams/streams.ts';
import { sayDone } from '../../ui/toast.tsx';
import { rememberLast } from './draft.ts';

interface NewCard {
  /** For the next one like it. */
  readonly typed: TypedValues;
  readonly fields: TypedValues;
}

/** Registers a document once, however often it is pressed or sent again. */
export function useRegistration(stream: Stream, onDone: (document: Schemas['DocumentView']) => void) {
  const { t } = useTranslation('registration');
  const queryClient = useQueryClient();
  const key = useRef(newKey());
  const registration = useMutation({
    mutationFn: ({ fields }: NewCard) =>
      answer(
        api.POST('/api/streams/{stream}/documents', {
          params: { path: { stream: stream.key }, header: once(key.current) },
          body: { fields: { ...fields } },
        }),
      ),
    onSuccess: (document, { typed }) => {
      key.current = newKey();
      rememberLast(stream.key, typed);
      sayDone({ text: t('registered', { number: document.number }) });
      void queryClient.invalidateQueries({ queryKey: ['registers', stream.key] });
      // The documents that its card points at show it among what is related to them.
      void queryClient.invalidateQueries({ queryKey: ['documents'] });
      onDone(document);
    },
    // What was refused may be corrected and is then something else.
    onError: (error) => {
      if (error instanceof Problem && error.status !== 0) key.current = newKey();
    },
  });
  return { ...registration, problem: registration.error instanceof Problem ? registration.error : undefined };
}
