import { Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once } from '../../../api/client.ts';
import { routesQuery, runsQuery } from '../../../routes/runs.ts';
import { Refused } from '../../../ui/refused.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { sayDone } from '../../../ui/toast.tsx';
import styles from './actions.module.css';
import { FormFoot } from './form-foot.tsx';
import type { FormProps } from './form-props.ts';
import { RoutePreview } from './route-preview.tsx';
import { routeOffers, typedVariables } from './start-route.ts';
import { useDeed } from './use-deed.ts';

/** Sends the document along a published route. */
export function StartRouteForm({ document, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const { id, stream } = document;
  const { data: routes, error } = useQuery(routesQuery);
  const { data: runs } = useQuery(runsQuery(id));
  const [picked, setPicked] = useState<string>();
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const start = useDeed(
    id,
    (sent: { readonly route: string; readonly variables: Readonly<Record<string, unknown>> }, key) =>
      answer(
        api.POST('/api/documents/{id}/runs', {
          params: { path: { id }, header: once(key) },
          body: { route: sent.route, variables: { ...sent.variables } },
        }),
      ),
    (_, { route }) => {
      sayDone({ text: t('start.done', { name: routes?.find(({ key }) => key === route)?.name ?? route }) });
      onClose();
    },
  );
  if (error) return <Refused error={error} />;
  if (!routes || !runs) return <SkeletonRows rows={3} height={56} />;
  const offers = routeOffers(routes, stream, runs);
  const free = offers.filter(({ hindrance }) => hindrance === undefined);
  const chosen = picked ?? (free.length === 1 ? free[0]?.route.key : undefined);
  const asked = routes.find(({ key }) => key === chosen)?.variables ?? [];
  const variables = typedVariables(asked, given);
  if (offers.length === 0) return <p className={styles.hint}>{t('start.none')}</p>;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) start.mutate({ route: chosen, variables });
      }}
    >
      <Radio.Group value={chosen ?? null} onChange={setPicked} label={t('start.which')}>
        <div className={styles.choices}>
          {offers.map(({ route, hindrance, note }) => (
            <Radio.Card
              key={route.key}
              className={styles.choice}
              value={route.key}
              disabled={hindrance !== undefined}
              aria-label={route.name}
            >
              <Radio.Indicator disabled={hindrance !== undefined} />
              <span>
                <strong>{route.name}</strong>
                <small>
                  {hindrance ? t('start.hindered.running') : note ? t(`start.note.${note}`) : t('start.ready')}
                </small>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {asked.map((variable) => (
        <TextInput
          key={variable.name}
          label={variable.name}
          description={t('start.otherwise', { value: variable.default })}
          value={given[variable.name] ?? ''}
          onChange={(event) => setGiven({ ...given, [variable.name]: event.currentTarget.value })}
        />
      ))}
      {chosen !== undefined && <RoutePreview document={id} route={chosen} variables={variables} />}
      <Refused error={start.error} />
      <FormFoot label={t('start.go')} onClose={onClose} busy={start.isPending} disabled={chosen === undefined} />
    </form>
  );
}
