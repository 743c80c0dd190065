import { Button, Textarea } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import styles from './answer-bar.module.css';
import type { Choice } from './choices.ts';

interface Props {
  readonly choices: readonly Choice[];
  /** The choice that a reason is being written for; kept by the screen, so that keys can open it. */
  readonly asked: Choice | undefined;
  readonly onAsk: (choice: Choice | undefined) => void;
  readonly onAnswer: (choice: Choice, comment: string | undefined) => void;
  readonly busy?: boolean;
}

const keys = { main: 'a', back: 'r' } as const;

/** The outcomes as buttons; the one that needs a reason asks for it in place. */
export function AnswerBar({ choices, asked, onAsk, onAnswer, busy = false }: Props) {
  const { t } = useTranslation('assignments');
  const [remark, setRemark] = useState<string>();
  if (asked) return <Reason choice={asked} onAsk={onAsk} onAnswer={onAnswer} busy={busy} />;
  const said = remark?.trim() ? remark : undefined;
  const mayRemark = choices.some(({ kind, reasonRequired }) => kind === 'complete' && !reasonRequired);
  return (
    <div className={styles.reason}>
      {remark !== undefined && (
        <Textarea
          label={t('remark')}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setRemark(undefined)}
          autoFocus
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
        />
      )}
      <div className={styles.bar} role="group" aria-label={t('answers')}>
        {choices.map((choice) => (
          <Button
            key={choice.outcome ?? choice.kind}
            variant={choice.weight === 'main' ? 'filled' : 'default'}
            className={choice.weight === 'back' ? styles.back : undefined}
            disabled={busy}
            aria-keyshortcuts={choice.weight === 'other' ? undefined : keys[choice.weight]}
            onClick={() => (choice.reasonRequired && !said ? onAsk(choice) : onAnswer(choice, said))}
          >
            {choice.label ?? t(`kinds.${choice.kind}`)}
          </Button>
        ))}
        {mayRemark && remark === undefined && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconMessagePlus size={16} stroke={1.6} />}
            onClick={() => setRemark('')}
          >
            {t('addRemark')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ReasonProps extends Omit<Props, 'choices' | 'asked'> {
  readonly choice: Choice;
}

function Reason({ choice, onAsk, onAnswer, busy }: ReasonProps) {
  const { t } = useTranslation('assignments');
  const [reason, setReason] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const ready = reason.trim() !== '';
  const send = () => ready && onAnswer(choice, reason);
  return (
    <form
      className={styles.reason}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={box}
        label={t('reason', { outcome: choice.label ?? t(`kinds.${choice.kind}`) })}
        description={t('reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onAsk(undefined);
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
      />
      <div className={styles.bar}>
        <Button type="submit" disabled={!ready || busy === true}>
          {choice.label ?? t(`kinds.${choice.kind}`)}
        </Button>
        <Button variant="subtle" onClick={() => onAsk(undefined)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
