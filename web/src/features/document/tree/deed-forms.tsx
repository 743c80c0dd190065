import { Button, Textarea } from '@mantine/core';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once } from '../../../api/client.ts';
import type { Assignment } from '../../../assignments/assignments.ts';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import { When } from '../../../ui/when.tsx';
import { endOfDay } from '../actions/due.ts';
import styles from '../actions/actions.module.css';
import { FormFoot } from '../actions/form-foot.tsx';
import { useDeed } from '../actions/use-deed.ts';

const DayInput = lazy(() =>
  import('../../../card/inputs/day-input.tsx').then(({ DayInput }) => ({ default: DayInput })),
);

interface Props {
  readonly assignment: Assignment;
  /** Id of its document. */
  readonly document: string;
  readonly onClose: () => void;
}

const submitting = (run: () => void) => (event: FormEvent) => {
  event.preventDefault();
  run();
};

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Words({ label, value, onChange }: WordsProps) {
  return (
    <Textarea
      label={label}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={4000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Asks for more time; whoever is above decides. */
export function MoreTime({ assignment: { id, dueAt }, document, onClose }: Props) {
  const { t } = useTranslation('document');
  const [day, setDay] = useState('');
  const [reason, setReason] = useState('');
  const ask = useDeed(
    document,
    (body: { dueAt: string; reason: string }, key) =>
      answer(api.POST('/api/assignments/{id}/extend', { params: { path: { id }, header: once(key) }, body })),
    ({ state, decider }) => {
      sayDone({ text: state === 'asked' ? t('deed.asked', { name: decider?.name ?? '' }) : t('deed.granted') });
      onClose();
    },
  );
  return (
    <form
      className={styles.form}
      onSubmit={submitting(() => ask.mutate({ dueAt: endOfDay(day), reason: reason.trim() }))}
    >
      {dueAt !== null && (
        <p className={styles.hint}>
          {t('deed.dueNow')} <When at={dueAt} time />
        </p>
      )}
      <Suspense>
        <DayInput value={day} onChange={(next) => setDay(next ?? '')} look={{ label: t('deed.until') }} />
      </Suspense>
      <Words label={t('reason')} value={reason} onChange={setReason} />
      <Refused error={ask.error} />
      <FormFoot
        label={t('deed.ask')}
        onClose={onClose}
        busy={ask.isPending}
        disabled={day === '' || reason.trim() === ''}
      />
    </form>
  );
}

/** Decides what a performer has asked for. */
export function GrantTime({ assignment: { extension }, document, onClose }: Props) {
  const { t } = useTranslation('document');
  const [words, setWords] = useState('');
  const said = words.trim();
  const decide = useDeed(
    document,
    (grants: boolean, key) => {
      const params = { path: { id: extension?.id ?? '' }, header: once(key) };
      return grants
        ? answer(api.POST('/api/extensions/{id}/grant', { params, body: said === '' ? {} : { answer: said } }))
        : answer(api.POST('/api/extensions/{id}/deny', { params, body: { reason: said } }));
    },
    (_, grants) => {
      sayDone({ text: t(grants ? 'deed.granted' : 'deed.denied') });
      onClose();
    },
  );
  if (!extension) return null;
  return (
    <form className={styles.form} onSubmit={submitting(() => decide.mutate(true))}>
      <p className={styles.hint}>
        {t('tree.askedFor')} <When at={extension.askedDueAt} time />: {extension.reason}
      </p>
      <Words label={t('deed.answer')} value={words} onChange={setWords} />
      <Refused error={decide.error} />
      <div className={styles.foot}>
        <Button variant="default" disabled={said === '' || decide.isPending} onClick={() => decide.mutate(false)}>
          {t('deed.deny')}
        </Button>
        <Button type="submit" loading={decide.isPending}>
          {t('deed.allow')}
        </Button>
      </div>
    </form>
  );
}

/** Lets somebody else do it: the one who delegates stays accountable, the one who forwards does not. */
export function GiveOn({
  assignment: { id },
  document,
  onClose,
  how,
}: Props & { readonly how: 'delegate' | 'forward' }) {
  const { t } = useTranslation('document');
  const [person, setPerson] = useState<PersonValue | null>(null);
  const give = useDeed(
    document,
    (to: string, key) => {
      const call = { params: { path: { id }, header: once(key) }, body: { to } };
      return how === 'delegate'
        ? answer(api.POST('/api/assignments/{id}/delegate', call))
        : answer(api.POST('/api/assignments/{id}/forward', call));
    },
    ({ performer }) => {
      sayDone({ text: t('deed.given', { name: performer?.name ?? '' }) });
      onClose();
    },
  );
  return (
    <form className={styles.form} onSubmit={submitting(() => person && give.mutate(person.login))}>
      <p className={styles.hint}>{t(`deed.hint.${how}`)}</p>
      <PersonFinder value={person} onChange={setPerson} look={{ label: t('send.people') }} />
      <Refused error={give.error} />
      <FormFoot label={t('deed.give')} onClose={onClose} busy={give.isPending} disabled={person === null} />
    </form>
  );
}

/** Takes it back with everything below it. */
export function CancelAssignment({ assignment: { id }, document, onClose }: Props) {
  const { t } = useTranslation('document');
  const [reason, setReason] = useState('');
  const cancel = useDeed(
    document,
    (said: string, key) =>
      answer(
        api.POST('/api/assignments/{id}/cancel', {
          params: { path: { id }, header: once(key) },
          body: { reason: said },
        }),
      ),
    () => {
      sayDone({ text: t('deed.cancelled') });
      onClose();
    },
  );
  return (
    <form className={styles.form} onSubmit={submitting(() => cancel.mutate(reason.trim()))}>
      <p className={styles.hint}>{t('deed.hint.cancel')}</p>
      <Words label={t('reason')} value={reason} onChange={setReason} />
      <Refused error={cancel.error} />
      <FormFoot
        label={t('deed.cancel')}
        onClose={onClose}
        busy={cancel.isPending}
        disabled={reason.trim() === ''}
        danger
      />
    </form>
  );
}
