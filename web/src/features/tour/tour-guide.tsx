import { Button, CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { welcomeQuery } from '../../session/welcome.ts';
import { endTour } from './tour.ts';
import { nextStep, tourSteps, type TourStep } from './tour-steps.ts';
import styles from './tour.module.css';
import { markedElement, useFramed } from './use-framed.ts';

const isThere = ({ mark }: TourStep) => mark === undefined || markedElement(mark) !== undefined;

/** Tells of one thing after another on the screens where they are, with a frame around each; the app can be used meanwhile. */
export function TourGuide() {
  const { t } = useTranslation('tour');
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const step = tourSteps[at];
  const frame = useFramed(step?.mark);
  const go = (direction: 1 | -1) => {
    const next = nextStep(tourSteps, at, direction, isThere);
    if (next !== undefined) setAt(next);
    else if (direction === 1) endTour();
  };
  useEffect(() => {
    if (step?.to) void navigate({ to: step.to });
    card.current?.focus();
  }, [navigate, step]);
  if (!step) return null;
  const last = at === tourSteps.length - 1;
  return (
    <>
      {frame && <div className={styles.frame} style={frame} aria-hidden />}
      <div
        ref={card}
        className={styles.card}
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape') endTour();
          if (event.key === 'ArrowRight') go(1);
          if (event.key === 'ArrowLeft') go(-1);
        }}
      >
        <div className={styles.head}>
          <h2 id="tour-title">{t(`steps.${step.key}.title`)}</h2>
          <CloseButton aria-label={t('end')} onClick={endTour} />
        </div>
        <p id="tour-text">{t(`steps.${step.key}.text`)}</p>
        {last && <PublicForms />}
        <div className={styles.foot}>
          <span className={styles.count}>{t('count', { at: at + 1, of: tourSteps.length })}</span>
          {at > 0 && (
            <Button size="compact-md" variant="default" onClick={() => go(-1)}>
              {t('back')}
            </Button>
          )}
          <Button size="compact-md" onClick={() => go(1)}>
            {t(last ? 'end' : 'next')}
          </Button>
        </div>
      </div>
    </>
  );
}

function PublicForms() {
  const { data: welcome } = useQuery(welcomeQuery);
  const { name } = useFormat();
  return (
    <ul className={styles.forms}>
      {welcome?.forms.map((form) => (
        <li key={form.key}>
          <a href={`/f/${form.key}`} target="_blank" rel="noreferrer">
            {name(form.title)}
          </a>
        </li>
      ))}
    </ul>
  );
}
