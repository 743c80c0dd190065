import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from '../i18n/use-translation.ts';
import styles from './notification-settings.module.css';
import type { NoticeSettings, SettingsChange } from './settings.ts';

interface Props {
  readonly events: NoticeSettings['events'];
  readonly onChange: (change: SettingsChange) => void;
}

const mails = ['now', 'digest', 'off'] as const;

/** Events by ways: bell, push, letter. */
export function WaysTable({ events, onChange }: Props) {
  const { t } = useTranslation('notices');
  return (
    <table className={styles.ways}>
      <thead>
        <tr>
          <th scope="col">{t('event')}</th>
          <th scope="col">{t('bell')}</th>
          <th scope="col">{t('push')}</th>
          <th scope="col">{t('mail.label')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map(({ event, name, mail, ...ways }) => (
          <tr key={event}>
            <th scope="row">{name}</th>
            {(['bell', 'push'] as const).map((way) => (
              <td key={way}>
                <label className={styles.tick}>
                  <Checkbox
                    aria-label={`${name}: ${t(way)}`}
                    checked={ways[way]}
                    onChange={({ currentTarget }) =>
                      onChange({ events: { [event]: { [way]: currentTarget.checked } } })
                    }
                  />
                  <span aria-hidden>{t(way)}</span>
                </label>
              </td>
            ))}
            <td>
              <NativeSelect
                aria-label={`${name}: ${t('mail.label')}`}
                classNames={{ input: styles.input ?? '' }}
                value={mail}
                onChange={({ currentTarget }) => {
                  const chosen = mails.find((known) => known === currentTarget.value);
                  if (chosen) onChange({ events: { [event]: { mail: chosen } } });
                }}
                data={mails.map((value) => ({ value, label: t(`mail.${value}`) }))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
