import { ActionIcon, Skeleton } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { ErrorState } from '../ui/states.tsx';
import type { Drawing } from './open-drawing.ts';
import { paintingOf, type Holder } from './paint-run.ts';
import styles from './route-drawing.module.css';
import { drawingQuery, type Run } from './runs.ts';

interface Props {
  readonly run: Run;
  /** A route that the run calls; absent: its own. */
  readonly called?: string | undefined;
  readonly label: string;
}

const least = 0.4;
const steps = 1.25;
/** Below this, words cannot be read: then it scrolls instead. */
const readable = 0.62;

/** The drawing of a route with how far a run has come. The viewer is loaded when it is shown first. */
export function RouteDrawing({ run, called, label }: Props) {
  const { t } = useTranslation('routes');
  const version = called === undefined ? run.routeVersion : (run.calledVersions[called] ?? 1);
  const { data: xml, error, refetch } = useQuery(drawingQuery(called ?? run.route, version));
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const { drawing, failed } = useDrawing(sheet, xml);
  const [zoom, setZoom] = useState(1);
  useFirstLook(frame, drawing, run, called, setZoom);
  usePainting(drawing, run, called);
  useEffect(() => drawing?.scale(zoom), [drawing, zoom]);
  if (error || failed) return <ErrorState error={error ?? failed} onRetry={() => void refetch()} />;
  return (
    <div>
      <div ref={frame} className={styles.frame} role="group" aria-label={label} tabIndex={0}>
        {!drawing && <Skeleton height={220} />}
        <div ref={sheet} className={styles.sheet} hidden={!drawing && !xml} />
      </div>
      <div className={styles.zoom}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('smaller')}
          disabled={zoom <= least}
          onClick={() => setZoom((now) => Math.max(least, now / steps))}
        >
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('larger')}
          disabled={zoom >= 2}
          onClick={() => setZoom((now) => Math.min(2, now * steps))}
        >
          <IconPlus size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

function useDrawing(sheet: React.RefObject<HTMLDivElement | null>, xml: string | undefined) {
  const [drawing, setDrawing] = useState<Drawing>();
  const [failed, setFailed] = useState<unknown>();
  useEffect(() => {
    const place = sheet.current;
    if (!place || xml === undefined) return undefined;
    let gone = false;
    let open: Drawing | undefined;
    void import('./open-drawing.ts')
      .then(({ openDrawing }) => openDrawing(place, xml))
      .then((made) => {
        if (gone) return made.destroy();
        open = made;
        setDrawing(made);
      })
      .catch((error: unknown) => gone || setFailed(error));
    return () => {
      gone = true;
      open?.destroy();
      setDrawing(undefined);
    };
  }, [sheet, xml]);
  return { drawing, failed };
}

/** As large as it fits, but never unreadable; where it is now is in sight. */
function useFirstLook(
  frame: React.RefObject<HTMLDivElement | null>,
  drawing: Drawing | undefined,
  run: Run,
  called: string | undefined,
  onZoom: (zoom: number) => void,
): void {
  const seen = useRef<Drawing>(undefined);
  useEffect(() => {
    const place = frame.current;
    if (!drawing || !place || seen.current === drawing) return;
    seen.current = drawing;
    const zoom = Math.min(1, Math.max(readable, (place.clientWidth - 32) / (drawing.width - 32)));
    drawing.scale(zoom);
    onZoom(zoom);
    const now = run.elements.find(({ state, route }) => state !== 'done' && state !== 'cancelled' && route === called);
    const middle = now && drawing.middleOf(now.element);
    if (!middle) return;
    place.scrollLeft = middle.x - place.clientWidth / 2;
    place.scrollTop = middle.y - place.clientHeight / 2;
  }, [frame, drawing, run, called, onZoom]);
}

function usePainting(drawing: Drawing | undefined, run: Run, called: string | undefined): void {
  const { t } = useTranslation('routes');
  const { when } = useFormat();
  useEffect(() => {
    drawing?.paint(paintingOf(run, called), ({ names, since }: Holder) => {
      const badge = document.createElement('div');
      badge.className = styles.holder ?? '';
      const [first = '', ...others] = names;
      const who = document.createElement('strong');
      who.textContent = others.length > 0 ? t('andOthers', { name: first, more: others.length }) : first;
      const sinceWhen = document.createElement('span');
      sinceWhen.textContent = t('since', { when: when(since) });
      badge.append(who, sinceWhen);
      badge.title = names.join(', ');
      return badge;
    });
  }, [drawing, run, called, t, when]);
}
