import { useQueryClient } from '@tanstack/react-query';
import { api, answer } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Finder, type Choice } from '../../ui/finder.tsx';
import type { EditProps } from '../field-kind.ts';
import { referenceOf, type ReferenceValue } from '../fields/reference.tsx';
import { searchable, tellApart } from '../search-words.ts';

interface FoundDocument extends Choice {
  readonly target: ReferenceValue;
}

const limit = 8;

export function EditReference({ field, value, onChange, onLeave, look }: EditProps<'reference'>) {
  const { t } = useTranslation('card');
  const queryClient = useQueryClient();
  const chosen = referenceOf(value);
  const find = async (text: string): Promise<FoundDocument[]> => {
    const query = { q: searchable(text), limit };
    const { items } = await queryClient.fetchQuery({
      queryKey: ['find', field.stream, query],
      queryFn: () =>
        answer(api.GET('/api/streams/{stream}/documents', { params: { path: { stream: field.stream }, query } })),
      staleTime: 30_000,
    });
    return items.map(({ id, number, title, fields }) => ({
      id,
      title,
      note: [number, ...tellApart(fields)].join(' · '),
      target: { id, number, title },
    }));
  };
  return (
    <Finder
      name={field.stream}
      value={chosen && { id: chosen.id, title: chosen.title ?? t('unseen'), target: chosen }}
      onChange={(found) => onChange(found?.target ?? null)}
      onLeave={onLeave}
      find={find}
      look={look}
    />
  );
}
