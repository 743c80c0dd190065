import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import type { CardStream, TypedValues } from '../card/card-stream.ts';
import { isFilled } from '../card/field-kind.ts';
import { useCardCheck, type CardCheck } from '../card/use-card-check.ts';
import { documentQuery, type DocumentView } from '../streams/documents.ts';
import { streamsQuery } from '../streams/streams.ts';
import { SkeletonRows } from '../ui/states.tsx';
import type { Assignment } from './assignments.ts';
import type { Choice } from './choices.ts';
import { keepStepDraft, stepDraft } from './step-drafts.ts';
import styles from './step-card.module.css';

// Most steps open no fields: the inputs of all their types come with the first that does.
const CardForm = lazy(async () => ({ default: (await import('../card/card-form.tsx')).CardForm }));

interface StepCard {
  /** The fields that the step opens, to be filled in; nothing where it opens none. */
  readonly card: ReactNode;
  /** Whether the choice may be sent: whatever has to be filled in for it is. Otherwise it is shown what is missing. */
  readonly ready: (choice: Choice) => boolean;
}

/** The part of the card that the step of an assignment opens. What is filled in goes with the decision. */
export function useStepCard(assignment: Assignment | undefined): StepCard {
  const { step, document, state } = assignment ?? {};
  const opens = step !== undefined && step.editable.length > 0 && state !== 'reported';
  const { data: read } = useQuery({ ...documentQuery(document?.id ?? ''), enabled: opens });
  const { data: streams } = useQuery({ ...streamsQuery, enabled: opens });
  const stream = streams?.items.find(({ key }) => key === document?.stream);
  const form = useRef<HTMLDivElement>(null);
  const missing = useRef<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const ready = (choice: Choice) => {
    if (choice.kind !== 'complete' || choice.reasonRequired || missing.current.length === 0) return true;
    setTried(true);
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    return false;
  };
  if (!opens || !read || !stream || !assignment) return { card: null, ready };
  const card = (
    <div ref={form}>
      <Filling
        key={assignment.id}
        assignment={assignment}
        document={read}
        stream={stream}
        tried={tried}
        onMissing={(keys) => (missing.current = keys)}
      />
    </div>
  );
  return { card, ready };
}

interface FillingProps {
  readonly assignment: Assignment;
  readonly document: DocumentView;
  readonly stream: CardStream;
  readonly tried: boolean;
  readonly onMissing: (keys: readonly string[]) => void;
}

function Filling({ assignment, document, stream, tried, onMissing }: FillingProps) {
  const { t } = useTranslation('assignments');
  const title = useId();
  const { editable = [], required = [] } = assignment.step ?? {};
  const [typed, setTyped] = useState<TypedValues>(() => stepDraft(assignment.id));
  // The step opens what roles may have closed.
  const open = useMemo(() => ({ ...stream, locked: [] }), [stream]);
  const check = useCardCheck(open, typed, {
    ...{ mode: 'edit', previous: document.fields, previousStatus: document.status },
  });
  const values = { ...document.fields, ...typed };
  const missing = required.filter((key) => !isFilled(values[key]));
  onMissing(missing);
  const change = (changed: TypedValues, key: string) => {
    const next = { ...typed, [key]: changed[key] ?? null };
    setTyped(next);
    keepStepDraft(assignment.id, next);
  };
  return (
    <section className={styles.step} aria-labelledby={title}>
      <h2 id={title}>{t('step.title')}</h2>
      <Suspense fallback={<SkeletonRows rows={editable.length} height={64} />}>
        <CardForm
          stream={open}
          values={values}
          onChange={change}
          check={needing(check, { editable, required, missing, message: t('step.needed') })}
          only={editable}
          tried={tried}
        />
      </Suspense>
    </section>
  );
}

interface Needs {
  readonly editable: readonly string[];
  readonly required: readonly string[];
  readonly missing: readonly string[];
  readonly message: string;
}

/** The check with what the step needs besides the card; of the rest of the card it says nothing. */
function needing(check: CardCheck, { editable, required, missing, message }: Needs): CardCheck {
  const own = check.problems.filter(({ path }) => editable.some((key) => path.startsWith(`fields.${key}`)));
  const needed = missing.map((key) => ({ path: `fields.${key}`, code: 'required-here', message }));
  return { ...check, problems: [...own, ...needed], required: new Set([...check.required, ...required]) };
}
