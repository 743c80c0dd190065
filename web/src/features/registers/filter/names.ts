import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { Ask, FilterField } from './filter-fields.ts';

/** The name of a field, of the card or of every document. */
export function useFieldName(): (field: FilterField) => string {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  return ({ own, field }) => (own === undefined ? name(field.name) : t(`own.${own}`));
}

/** What is asked, in words that suit the field: a day is not "at least". */
export function useAskName(): (field: FilterField, ask: Ask) => string {
  const { t } = useTranslation('registers');
  return ({ field }, ask) => {
    const days = field.type === 'date' || field.type === 'datetime';
    return days && (ask === 'ge' || ask === 'le' || ask === 'lt') ? t(`dayAsks.${ask}`) : t(`asks.${ask}`);
  };
}
