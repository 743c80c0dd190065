import { Alert, Button, Checkbox } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { CardForm } from '../../card/card-form.tsx';
import type { TypedValues } from '../../card/card-stream.ts';
import { useCardCheck } from '../../card/use-card-check.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { documentQuery } from '../../streams/documents.ts';
import { streamsQuery, type Stream } from '../../streams/streams.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { keepNewDraft, readLast, readNewDraft } from './draft.ts';
import { Likely } from './likely.tsx';
import styles from './registration-page.module.css';
import { defaultsOf, prefill } from './prefill.ts';
import { shortForm } from './short-form.ts';
import { useRegistration } from './use-registration.ts';

/** Registers a document by hand. */
export function RegistrationPage() {
  const { t } = useTranslation('registration');
  const { stream: key } = useParams({ from: '/office/registers/$stream/new' });
  const streams = useQuery(streamsQuery);
  const stream = streams.data?.items.find((one) => one.key === key);
  if (streams.error) return <ErrorState error={streams.error} onRetry={() => void streams.refetch()} />;
  if (!streams.data) return <SkeletonRows rows={8} height={56} />;
  if (!stream?.may.includes('register')) return <EmptyState title={t('mayNot')} />;
  return <FromOther stream={stream} />;
}

/** A document made from another one, which is read first. */
function FromOther({ stream }: { readonly stream: Stream }) {
  const { from, field, at } = useSearch({ from: '/office/registers/$stream/new' });
  const origin = useQuery({ ...documentQuery(from ?? ''), enabled: from !== undefined });
  if (from === undefined || field === undefined || origin.error)
    return <Registration key={stream.key} stream={stream} draft={stream.key} given={plannedAt(stream, at)} />;
  if (!origin.data) return <SkeletonRows rows={8} height={56} />;
  return (
    <Registration
      key={`${stream.key} ${from}`}
      stream={stream}
      draft={`${stream.key}.${from}`}
      given={prefill(stream.fields, origin.data, field)}
    />
  );
}

/** A moment that was pressed in the calendar, in the field that puts a document there. */
function plannedAt({ calendar, fields }: Stream, at: string | undefined): TypedValues | undefined {
  const field = fields.find(({ key }) => key === calendar?.from);
  if (!field || at === undefined) return undefined;
  return { [field.key]: field.type === 'date' ? localDay(at) : at };
}

function localDay(at: string): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

interface Props {
  readonly stream: Stream;
  /** Name under which what is typed is kept. */
  readonly draft: string;
  /** What is filled in before anything is typed. */
  readonly given?: TypedValues | undefined;
}

function Registration({ stream, draft, given }: Props) {
  const { t } = useTranslation('registration');
  const { name } = useFormat();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const start = useMemo(() => ({ ...defaultsOf(stream.fields), ...given }), [stream, given]);
  const [values, setValues] = useState<TypedValues>(() =>
    draft === stream.key ? { ...start, ...readNewDraft(draft), ...given } : { ...start, ...readNewDraft(draft) },
  );
  const [all, setAll] = useState(false);
  const [again, setAgain] = useState(false);
  const [tried, setTried] = useState(false);
  const check = useCardCheck(stream, values, { mode: 'register' });
  const short = shortForm(stream);
  const last = readLast(stream.key);
  const title = t('title', { document: name(stream.document) });
  usePageTitle(title);

  const change = (typed: TypedValues) => {
    setValues(typed);
    keepNewDraft(draft, typed);
  };
  const register = useRegistration(stream, (document) => {
    setTried(false);
    keepNewDraft(draft, {});
    setValues(start);
    if (!again) void navigate({ to: '/documents/$id', params: { id: document.id } });
  });
  const save = () => {
    setTried(true);
    if (check.problems.length === 0) register.mutate({ typed: values, fields: check.toSend });
    // Fields of the long form may be what is wrong.
    else if (short && check.problems.some(({ path }) => !short.includes(path.split(/[.[]/)[1] ?? ''))) setAll(true);
  };
  useHotkeys([['mod+Enter', save]], []);
  const fault = register.problem;
  return (
    <form
      noValidate
      className={styles.page}
      aria-labelledby="registration-title"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <header className={styles.head}>
        <h1 id="registration-title">{title}</h1>
        {last && (
          <Button variant="subtle" size="compact-sm" leftSection={<IconCopy size={16} />} onClick={() => change(last)}>
            {t('asLast')}
          </Button>
        )}
      </header>
      <Likely stream={stream} values={values} />
      <CardForm
        stream={stream}
        values={values}
        onChange={change}
        check={check}
        faults={fault?.errors}
        tried={tried}
        disabled={register.isPending}
        only={all ? undefined : short}
        focus={(short ?? stream.fields.map(({ key }) => key)).find((key) => start[key] === undefined)}
      />
      {short && !all && (
        <Button variant="subtle" size="compact-sm" className={styles.more} onClick={() => setAll(true)}>
          {t('allFields')}
        </Button>
      )}
      {fault && fault.errors.length === 0 && (
        <Alert color="red" role="alert">
          {textOf(fault)}
        </Alert>
      )}
      <footer className={styles.foot}>
        <Button type="submit" loading={register.isPending} aria-keyshortcuts="Control+Enter">
          {t('register')}
        </Button>
        <Checkbox label={t('again')} checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} />
      </footer>
    </form>
  );
}
