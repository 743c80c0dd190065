import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { memberOf, textOf, type EditProps, type FieldKind, type ShowProps } from '../field-kind.ts';
import { DecimalInput } from './decimal-input.tsx';
import styles from './fields.module.css';

/** Offered where the card allows any currency. */
const usual = ['EUR', 'PLN', 'RUB', 'USD'];

export function ShowMoney({ value }: Pick<ShowProps, 'value'>) {
  const { language } = useFormat();
  const amount = textOf(memberOf(value, 'amount'));
  const currency = textOf(memberOf(value, 'currency'));
  if (amount === '' || currency === '') return amount;
  const digits = Math.max(amount.split('.')[1]?.length ?? 0, digitsOf(currency));
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, minimumFractionDigits: digits });
  return (
    <span className="figures">
      {format.formatToParts(amount as Intl.StringNumericLiteral).map(({ type, value: part }, index) => (
        <span key={index} className={type === 'currency' ? styles.unit : undefined}>
          {part}
        </span>
      ))}
    </span>
  );
}

/** Digits after the point that the currency has. */
function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2;
}

function EditMoney({ field, value, onChange, onLeave, look }: EditProps<'money'>) {
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

export const moneyKind: FieldKind<'money'> = {
  type: 'money',
  figures: true,
  Show: ShowMoney,
  Edit: EditMoney,
  copy: (value) => textOf(memberOf(value, 'amount')),
};
