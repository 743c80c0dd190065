import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../../api/client.ts';
import type { RegisterView } from '../../../streams/views.ts';

export type NewView = Schemas['CreateViewDto'];
type ViewChange = Schemas['ChangeViewDto'];

/** Keeping, changing and removing views; the menus follow. */
export function useViewChanges() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['views'] });
  const create = useMutation({
    mutationFn: (body: NewView) => answer(api.POST('/api/views', { body })),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ id, ...body }: ViewChange & { readonly id: string }) =>
      answer(api.PATCH('/api/views/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/views/{id}', { params: { path: { id } } })),
    onSuccess,
  });
  return { create, change, remove };
}

/** What makes a removed view anew. */
export function asNew({ stream, name, kind, columns, filter, sort, sharedWith }: RegisterView): NewView {
  return {
    ...{ stream, name, kind, columns, filter, sort },
    sharedWith: sharedWith === null ? { kind: 'me' } : { kind: sharedWith.kind, key: sharedWith.key },
  };
}
