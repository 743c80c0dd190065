import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once, type Schemas } from '../../../api/client.ts';
import { PeoplePicker } from '../../../people/people-picker.tsx';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { DueChoice } from './due-choice.tsx';
import { dueText, endOfDay, isChosen, type Due } from './due.ts';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

interface Props extends FormProps {
  /** An own assignment that it becomes a part of. */
  readonly parent?: string | undefined;
}

/** An assignment by hand: to one, to several, or to a lead with co-performers. */
export function AssignForm({ document: { id }, onClose, parent }: Props) {
  const { t } = useTranslation('document');
  const [people, setPeople] = useState<readonly PersonValue[]>([]);
  const [lead, setLead] = useState('');
  const [instruction, setInstruction] = useState('');
  const [due, setDue] = useState<Due>({ kind: 'days', days: 3 });
  const [controller, setController] = useState<PersonValue | null>(null);
  const assign = useDeed(
    id,
    (body: Schemas['ByHandDto'], key) =>
      answer(api.POST('/api/documents/{id}/assignments', { params: { path: { id }, header: once(key) }, body })),
    ({ items }) => {
      sayDone({ text: t('assign.done', { count: items.length }) });
      onClose();
    },
  );
  const leads = people.some(({ login }) => login === lead);
  const submit = () => {
    const text = dueText(due);
    assign.mutate({
      performers: people.map(({ login }) => login),
      instruction: instruction.trim(),
      ...(due.kind === 'day' ? { dueAt: endOfDay(due.day) } : text !== undefined && { due: text }),
      ...(leads && { lead }),
      ...(controller && { controller: controller.login }),
      ...(parent !== undefined && { parent }),
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
      <PeoplePicker label={t('assign.performers')} people={people} onChange={setPeople} />
      {people.length > 1 && (
        <NativeSelect
          label={t('assign.lead')}
          description={t('assign.leadHint')}
          value={leads ? lead : ''}
          onChange={(event) => setLead(event.currentTarget.value)}
          data={[
            { value: '', label: t('assign.noLead') },
            ...people.map(({ login, name }) => ({ value: login, label: name })),
          ]}
        />
      )}
      <Textarea
        label={t('assign.instruction')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        value={instruction}
        onChange={(event) => setInstruction(event.currentTarget.value)}
      />
      <DueChoice due={due} onChange={setDue} />
      <PersonFinder
        value={controller}
        onChange={setController}
        look={{ label: t('assign.controller'), description: t('assign.controllerHint') }}
      />
      <Refused error={assign.error} />
      <FormFoot
        label={t('assign.go')}
        onClose={onClose}
        busy={assign.isPending}
        disabled={people.length === 0 || instruction.trim() === '' || !isChosen(due)}
      />
    </form>
  );
}
