import '@mantine/dates/styles.css';
import { DateInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import 'dayjs/locale/lt';
import 'dayjs/locale/pl';
import 'dayjs/locale/ru';
import { readDate } from '../../../../src/streams/field-types/date.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { InputLook } from '../field-kind.ts';

const written: Readonly<Record<string, string>> = {
  en: 'D MMM YYYY',
  ru: 'DD.MM.YYYY',
  pl: 'DD.MM.YYYY',
  lt: 'YYYY-MM-DD',
};

interface Props {
  /** `YYYY-MM-DD` or nothing. */
  readonly value: string;
  readonly onChange: (day: string | null) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly look: InputLook;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** A day, typed as people write it or picked from the calendar. */
export function DayInput({ value, onChange, onLeave, look, min, max }: Props) {
  const { language } = useFormat();
  return (
    <DateInput
      {...look}
      locale={language}
      valueFormat={written[language] ?? 'YYYY-MM-DD'}
      firstDayOfWeek={1}
      value={readDate(value) ?? null}
      onChange={onChange}
      onBlur={onLeave}
      dateParser={(text) => readDate(text) ?? readDay(text)}
      {...(min !== undefined && { minDate: min })}
      {...(max !== undefined && { maxDate: max })}
      rightSection={look.variant === 'unstyled' ? undefined : <IconCalendar size={16} stroke={1.6} aria-hidden />}
      rightSectionPointerEvents="none"
      clearable={false}
    />
  );
}

/** `4 Dec 2026`, as English writes it here. */
function readDay(text: string): string | null {
  const at = Date.parse(`${text} UTC`);
  return Number.isNaN(at) || !/\d{4}/.test(text) ? null : new Date(at).toISOString().slice(0, 10);
}
