import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, newKey, once } from '../../../api/client.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import styles from './comments.module.css';
import { withMention } from './mention-text.ts';
import { MentionList } from './mention-list.tsx';
import { useMention } from './use-mention.ts';

/** Says something about the document. What was typed stays on this device until it is sent; `@` names people. */
export function Say({ id }: { readonly id: string }) {
  const { t } = useTranslation('document');
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, type] = useKeptText(id);
  const say = useSay(id, () => type(''));
  const mention = useMention((draft, login) => {
    const next = withMention(text, draft, login);
    type(next.text);
    requestAnimationFrame(() => box.current?.setSelectionRange(next.caret, next.caret));
  });
  const ready = text.trim() !== '' && !say.isPending;
  const send = () => ready && say.mutate(text.trim());
  return (
    <form
      className={styles.say}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.box}>
        <Textarea
          ref={box}
          aria-label={t('timeline.comment')}
          aria-autocomplete="list"
          {...mention.inputProps}
          placeholder={t('timeline.comment')}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={20_000}
          value={text}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
            mention.look(currentTarget);
          }}
          onSelect={({ currentTarget }) => mention.look(currentTarget)}
          onBlur={mention.close}
          onKeyDown={(event) => {
            if (mention.onKey(event)) return;
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        <MentionList mention={mention} />
      </div>
      {text.trim() !== '' && (
        <Button type="submit" disabled={!ready}>
          {t('timeline.say')}
        </Button>
      )}
    </form>
  );
}

function useKeptText(id: string): readonly [string, (text: string) => void] {
  const storedAs = `millrace.comment.${id}`;
  const [text, setText] = useState(() => sessionStorage.getItem(storedAs) ?? '');
  return [
    text,
    (next) => {
      setText(next);
      sessionStorage.setItem(storedAs, next);
    },
  ];
}

/** Sends a comment once; tells who was named in it and does not hear of it. */
function useSay(id: string, onSaid: () => void) {
  const { t } = useTranslation('document');
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const key = useRef(newKey());
  return useMutation({
    mutationFn: (text: string) =>
      answer(
        api.POST('/api/documents/{id}/comments', {
          params: { path: { id }, header: once(key.current) },
          body: { text },
        }),
      ),
    onSuccess: ({ notNotified }) => {
      key.current = newKey();
      onSaid();
      for (const { login, name, reason } of notNotified)
        sayDone({ text: t(`timeline.notTold.${reason}`, { name: name ?? `@${login}` }) });
      return queryClient.invalidateQueries({ queryKey: ['documents', id] });
    },
    onError: (error) => {
      key.current = newKey();
      sayFailed(t('timeline.notSaid'), textOf(error));
    },
  });
}
