import { useTranslation } from '../../i18n/use-translation.ts';
import { memberOf, textOf, type EditProps } from '../field-kind.ts';
import styles from '../fields/fields.module.css';
import { DecimalInput } from './decimal-input.tsx';

/** Offered where the card allows any currency. */
const usual = ['EUR', 'PLN', 'RUB', 'USD'];

export function EditMoney({ field, value, onChange, onLeave, look }: EditProps<'money'>) {
  const { t } = useTranslation('card');
  const given = textOf(memberOf(value, 'currency'));
  const choices = field.currencies ?? [...new Set([field.currency, ...usual, given].filter((code) => code))];
  const currency = given || (field.currency ?? choices[0] ?? 'EUR');
  const amount = typeof value === 'object' ? textOf(memberOf(value, 'amount')) : textOf(value);
  const unit =
    choices.length === 1 || look.disabled ? (
      <span className={styles.unit}>{currency}</span>
    ) : (
      <select
        className={styles.currency}
        aria-label={t('currency')}
        value={currency}
        onChange={(event) => onChange({ amount, currency: event.currentTarget.value })}
      >
        {choices.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    );
  return (
    <DecimalInput
      value={amount}
      onChange={(text) => onChange(text === '' ? null : { amount: text, currency })}
      onLeave={onLeave}
      look={look}
      mode="decimal"
      unit={unit}
      unitWidth={64}
    />
  );
}
