import { numberFormat } from '../../i18n/kept-formats.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { memberOf, textOf, type FieldKind, type ShowProps } from '../field-kind.ts';
import styles from './fields.module.css';

export function ShowMoney({ value }: Pick<ShowProps, 'value'>) {
  const { language } = useFormat();
  const amount = textOf(memberOf(value, 'amount'));
  const currency = textOf(memberOf(value, 'currency'));
  if (amount === '' || currency === '') return amount;
  const digits = Math.max(amount.split('.')[1]?.length ?? 0, digitsOf(currency));
  const format = numberFormat(language, { style: 'currency', currency, minimumFractionDigits: digits });
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
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2;
}

export const moneyKind: FieldKind<'money'> = {
  type: 'money',
  figures: true,
  Show: ShowMoney,
  copy: (value) => textOf(memberOf(value, 'amount')),
};
