import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { calledRoutes, drawingNow } from '../../../routes/paint-run.ts';
import { RouteDrawing } from '../../../routes/route-drawing.tsx';
import { routesQuery, type Run, type RunSummary } from '../../../routes/runs.ts';
import { usePhone } from '../../../ui/use-phone.ts';
import { When } from '../../../ui/when.tsx';
import styles from './route.module.css';
import type { ChosenRun } from './use-chosen-run.ts';

/** The route as it is drawn, with where the document is on it. On a phone the drawing waits to be asked for. */
export function RoutePanel({ runs = [], run, chosen, choose }: ChosenRun) {
  const { t } = useTranslation('document');
  const phone = usePhone();
  const [opened, setOpened] = useState(!phone);
  const nameOf = useRouteNames();
  if (chosen === undefined) return null;
  return (
    <section className={styles.panel} aria-labelledby="drawing-title">
      <div className={styles.head}>
        <h2 id="drawing-title">
          <IconRoute size={16} stroke={1.6} aria-hidden /> {t('route.drawing')}
        </h2>
        {runs.length > 1 ? (
          <RunChoice runs={runs} chosen={chosen} onChoose={choose} />
        ) : (
          run && (
            <span className={styles.which}>
              {nameOf(run.route)}, {t('route.since')} <When at={run.startedAt} time />
            </span>
          )
        )}
        {phone && (
          <Button variant="default" onClick={() => setOpened(!opened)} aria-expanded={opened}>
            {t(opened ? 'route.hide' : 'route.show')}
          </Button>
        )}
      </div>
      {opened && run && <Drawings key={run.id} run={run} nameOf={nameOf} />}
      {opened && !run && <div className={styles.room} aria-busy="true" />}
    </section>
  );
}

/** Routes by the names that they have in their drawings. */
export function useRouteNames(): (key: string) => string {
  const { data } = useQuery(routesQuery);
  return (key) => data?.find((route) => route.key === key)?.name ?? key;
}

interface ChoiceProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function RunChoice({ runs, chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation('document');
  const { when } = useFormat();
  const nameOf = useRouteNames();
  const stateOf = (state: string) => t(`runState.${state as 'running'}`, { defaultValue: state });
  return (
    <NativeSelect
      className={styles.choice}
      aria-label={t('route.which')}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={runs.map(({ id, route, state, startedAt }) => ({
        value: id,
        label: `${nameOf(route)} · ${stateOf(state)} · ${when(startedAt)}`,
      }))}
    />
  );
}

interface DrawingsProps {
  readonly run: Run;
  readonly nameOf: (key: string) => string;
}

/** Its own drawing, and those of the routes that it called on its way. */
function Drawings({ run, nameOf }: DrawingsProps) {
  const { t } = useTranslation('document');
  const called = calledRoutes(run);
  const [shown, setShown] = useState(drawingNow(run) ?? run.route);
  return (
    <>
      {called.length > 0 && (
        <SegmentedControl
          className={styles.drawings}
          aria-label={t('route.whichDrawing')}
          value={shown}
          onChange={setShown}
          data={[run.route, ...called].map((route) => ({ value: route, label: nameOf(route) }))}
        />
      )}
      <RouteDrawing
        key={shown}
        run={run}
        called={shown === run.route ? undefined : shown}
        label={t('route.drawingOf', { name: nameOf(shown) })}
      />
    </>
  );
}
