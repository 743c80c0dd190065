import { Checkbox, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import styles from './notification-settings.module.css';
import type { NoticeSettings, SettingsChange } from './settings.ts';

interface Props {
  readonly settings: NoticeSettings;
  readonly onChange: (change: SettingsChange) => void;
}

/** What quiet hours begin with when they are switched on. */
const usualQuiet = { from: '20:00', to: '07:00', daysOff: true };

/** When push and letters wait, and when the daily letter comes. */
export function TimeChoices({ settings, onChange }: Props) {
  const { t } = useTranslation('notices');
  const { quietHours: quiet, digestAt, overview, holdWhileAbsent, showContent, effectiveTimeZone } = settings;
  return (
    <div className={styles.times}>
      <fieldset>
        <legend>{t('quiet.title')}</legend>
        <Switch
          className={styles.line ?? ''}
          label={t('quiet.on')}
          checked={quiet !== null}
          onChange={({ currentTarget }) => onChange({ quietHours: currentTarget.checked ? usualQuiet : null })}
        />
        {quiet && (
          <>
            <div className={styles.clocks}>
              <Clock
                label={t('quiet.from')}
                value={quiet.from}
                onChange={(from) => onChange({ quietHours: { ...quiet, from } })}
              />
              <Clock
                label={t('quiet.to')}
                value={quiet.to}
                onChange={(to) => onChange({ quietHours: { ...quiet, to } })}
              />
            </div>
            <Checkbox
              className={styles.line ?? ''}
              label={t('quiet.daysOff')}
              checked={quiet.daysOff}
              onChange={({ currentTarget }) => onChange({ quietHours: { ...quiet, daysOff: currentTarget.checked } })}
            />
          </>
        )}
        <Checkbox
          className={styles.line ?? ''}
          label={t('quiet.absent')}
          checked={holdWhileAbsent}
          onChange={({ currentTarget }) => onChange({ holdWhileAbsent: currentTarget.checked })}
        />
        <p>{t('quiet.zone', { zone: effectiveTimeZone })}</p>
      </fieldset>
      <fieldset>
        <legend>{t('digest.title')}</legend>
        <Clock label={t('digest.at')} value={digestAt} onChange={(at) => onChange({ digestAt: at })} />
        <Checkbox
          className={styles.line ?? ''}
          label={t('digest.overview')}
          checked={overview}
          onChange={({ currentTarget }) => onChange({ overview: currentTarget.checked })}
        />
      </fieldset>
      <fieldset>
        <legend>{t('push')}</legend>
        <Checkbox
          className={styles.line ?? ''}
          label={t('showContent')}
          checked={showContent}
          onChange={({ currentTarget }) => onChange({ showContent: currentTarget.checked })}
        />
      </fieldset>
    </div>
  );
}

interface ClockProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time of day. Saved when it is left, since a time that is being typed goes through others. */
function Clock({ label, value, onChange }: ClockProps) {
  const [typed, setTyped] = useState<string>();
  const leave = () => {
    if (typed && typed !== value) onChange(typed);
    setTyped(undefined);
  };
  return (
    <TextInput
      type="time"
      label={label}
      classNames={{ input: styles.input ?? '' }}
      value={typed ?? value}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={leave}
    />
  );
}
