import { NativeSelect } from '@mantine/core';
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
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: amount.split('.')[1]?.length ?? 0,
  });
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
      <NativeSelect
        variant="unstyled"
        size="xs"
        aria-label={t('currency')}
        data={choices as string[]}
        value={currency}
        onChange={(event) => onChange({ amount, currency: event.currentTarget.value })}
      />
    );
  return (
    <DecimalInput
      value={amount}
      onChange={(text) => onChange(text === '' ? null : { amount: text, currency })}
      onLeave={onLeave}
      look={look}
      mode="decimal"
      unit={unit}
      unitWidth={choices.length === 1 ? 48 : 72}
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
