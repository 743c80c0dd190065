import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { Initials } from '../../../ui/initials.tsx';
import styles from './comments.module.css';
import type { Mention } from './use-mention.ts';

/** Who may be meant, below the text that is being written. */
export function MentionList({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation('document');
  const { people, active, listId, optionId, choose } = mention;
  return (
    <>
      <VisuallyHidden role="status">{people ? t('timeline.found', { count: people.length }) : ''}</VisuallyHidden>
      {people && (
        <ul id={listId} role="listbox" aria-label={t('timeline.whom')} className={styles.people}>
          {people.map((person, index) => (
            <li
              key={person.id}
              id={optionId(index)}
              role="option"
              aria-selected={index === active}
              // The text keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(person)}
            >
              <Initials name={person.name} />
              <span>
                {person.name}
                <small>{[person.post, person.unit].filter(Boolean).join(', ')}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
