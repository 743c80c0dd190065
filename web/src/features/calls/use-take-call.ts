import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, newKey, once, Problem } from '../../api/client.ts';
import type { Unit } from '../../people/units.ts';
import { sayDone } from '../../ui/toast.tsx';
import { clientOf, type CallClient, type CallDraft } from './call-draft.ts';

interface Taken {
  readonly draft: CallDraft;
  readonly unit: Unit;
}

interface Heard {
  /** The new client is registered: should the call be refused, it is not registered again. */
  readonly onClient: (client: CallClient) => void;
  readonly onDone: () => void;
}

/** Registers the call, and before it the client who is not there yet; says who has it now. */
export function useTakeCall({ onClient, onDone }: Heard) {
  const { t } = useTranslation('calls');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const keys = useRef({ client: newKey(), call: newKey() });
  const taking = useMutation({
    mutationFn: async ({ draft, unit }: Taken) => {
      let { client } = draft;
      if (client === null && draft.newClient.trim() !== '') {
        client = await registerClient(draft, keys.current.client);
        onClient(client);
      }
      const { phone, caller, matter } = draft;
      const body = {
        ...(phone.trim() && { phone: phone.trim() }),
        ...(caller.trim() && { caller: caller.trim() }),
        ...(client && { client: client.id }),
        ...{ matter, unit: unit.key },
      };
      return answer(api.POST('/api/calls', { params: { header: once(keys.current.call) }, body }));
    },
    onSuccess: ({ id, number }, { unit }) => {
      keys.current = { client: newKey(), call: newKey() };
      const people = unit.members.map(({ name }) => name).join(', ');
      sayDone({
        text: t('handed', { number, unit: unit.name, people }),
        undo: { label: t('open'), run: () => void navigate({ to: '/documents/$id', params: { id } }) },
      });
      for (const queryKey of [['calls'], ['registers'], ['assignments']])
        void queryClient.invalidateQueries({ queryKey });
      onDone();
    },
    onError: (error) => {
      if (error instanceof Problem && error.status !== 0) keys.current = { client: newKey(), call: newKey() };
    },
  });
  return { ...taking, problem: taking.error instanceof Problem ? taking.error : undefined };
}

/** The names of the fields are those of the sales configuration, as for the call itself. */
async function registerClient({ newClient, phone, caller }: CallDraft, key: string): Promise<CallClient> {
  const number = phone.trim();
  const document = await answer(
    api.POST('/api/streams/{stream}/documents', {
      params: { path: { stream: 'clients' }, header: once(key) },
      body: {
        fields: {
          name: newClient.trim(),
          ...(number && { phone: number }),
          ...(caller.trim() && { contacts: [{ name: caller.trim(), ...(number && { phone: number }) }] }),
        },
      },
    }),
  );
  return clientOf(document);
}
