import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once, type Schemas } from '../../../api/client.ts';
import { PeoplePicker } from '../../../people/people-picker.tsx';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { DueChoice } from './due-choice.tsx';
import { dueText, isChosen, type Due } from './due.ts';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

type Sending = Schemas['IndividualRunDto'];
const purposes = ['approve', 'execute', 'acknowledge'] as const;
const orders = ['turn', 'once'] as const;

/** A route made on the spot: these people, in turn or at once, by this date. */
export function SendForm({ document: { id }, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const [purpose, setPurpose] = useState<Sending['purpose']>('approve');
  const [people, setPeople] = useState<readonly PersonValue[]>([]);
  const [order, setOrder] = useState<(typeof orders)[number]>('turn');
  const [due, setDue] = useState<Due>({ kind: 'days', days: 2 });
  const [instruction, setInstruction] = useState('');
  const [controller, setController] = useState<PersonValue | null>(null);
  const send = useDeed(
    id,
    (body: Sending, key) =>
      answer(api.POST('/api/documents/{id}/individual-runs', { params: { path: { id }, header: once(key) }, body })),
    () => {
      sayDone({ text: t('send.done', { count: people.length }) });
      onClose();
    },
  );
  const submit = () => {
    const text = dueText(due);
    const said = instruction.trim();
    const stage = (logins: string[]) => ({
      people: logins,
      ...(text !== undefined && { due: text }),
      ...(said !== '' && { instruction: said }),
    });
    const logins = people.map(({ login }) => login);
    send.mutate({
      purpose,
      stages: order === 'once' ? [stage(logins)] : logins.map((login) => stage([login])),
      ...(controller && { controller: controller.login }),
    });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('send.purpose')}
        value={purpose}
        onChange={setPurpose}
        data={purposes.map((value) => ({ value, label: t(`send.purposes.${value}`) }))}
      />
      <PeoplePicker
        label={t('send.people')}
        people={people}
        onChange={setPeople}
        ordered={order === 'turn' && people.length > 1}
      />
      {people.length > 1 && (
        <SegmentedControl
          fullWidth
          aria-label={t('send.order')}
          value={order}
          onChange={setOrder}
          data={orders.map((value) => ({ value, label: t(`send.orders.${value}`) }))}
        />
      )}
      <DueChoice due={due} onChange={setDue} />
      <Textarea
        label={t('send.instruction')}
        description={t('optional')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={instruction}
        onChange={(event) => setInstruction(event.currentTarget.value)}
      />
      <PersonFinder
        value={controller}
        onChange={setController}
        look={{ label: t('assign.controller'), description: t('send.controllerHint') }}
      />
      <Refused error={send.error} />
      <FormFoot
        label={t('send.go')}
        onClose={onClose}
        busy={send.isPending}
        disabled={people.length === 0 || !isChosen(due)}
      />
    </form>
  );
}
