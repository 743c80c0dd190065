import { Spotlight, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconClock, IconFileText, IconFolder, IconRoute, IconSearch, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, type Schemas } from '../../api/client.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { Marked } from './marked.tsx';
import styles from './palette.module.css';
import { readRecent, remember } from './recent.ts';
import type { Command } from './command.ts';

type Hit = Schemas['SearchHit'];

interface Props {
  /** What can be done from anywhere. */
  readonly commands: readonly Command[];
  /** How often it was asked for from outside: once more opens it. */
  readonly asked: number;
}

const find = (q: string, signal: AbortSignal): Promise<Schemas['SearchAnswer']> =>
  answer(api.GET('/api/search', { params: { query: { q, limit: 6 } }, signal }));

/** One box for everything: documents, people, registers, and what can be done; what was opened last while it is empty. */
export function Palette({ commands, asked }: Props) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const textOf = useProblemText();
  const [query, setQuery] = useState('');
  const [wanted] = useDebouncedValue(query.trim(), 120);
  const found = useQuery({
    queryKey: ['search', wanted],
    queryFn: ({ signal }) => find(wanted, signal),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  useEffect(() => spotlight.open(), [asked]);
  const groups = wanted === '' ? [] : (found.data?.groups ?? []);
  const matching = commands.filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));
  const go = (hit: Hit) => {
    if (hit.kind === 'document') {
      remember({ id: hit.id, number: hit.number, title: hit.title });
      void navigate({ to: '/documents/$id', params: { id: hit.id } });
    }
    if (hit.kind === 'register') void navigate({ to: '/registers/$stream', params: { stream: hit.stream } });
  };
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight="70vh" size={640}>
      <Spotlight.Search
        placeholder={t('placeholder')}
        aria-label={t('placeholder')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {query.trim() === '' && <Recent onOpen={(id) => void navigate({ to: '/documents/$id', params: { id } })} />}
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.key} label={group.name ?? t(`kinds.${group.kind}`)}>
            {group.items.map((hit) => (
              <HitRow key={idOf(hit)} hit={hit} onOpen={go} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {matching.length > 0 && (
          <Spotlight.ActionsGroup label={t('commands')}>
            {matching.map(({ key, label, icon, run }) => (
              <Spotlight.Action key={key} onClick={run} leftSection={icon} label={label} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {wanted !== '' && found.isSuccess && groups.length === 0 && matching.length === 0 && (
          <Spotlight.Empty>{t('nothing', { query: wanted })}</Spotlight.Empty>
        )}
        {found.error && <Spotlight.Empty>{textOf(found.error)}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const icons: Readonly<Record<Hit['kind'], ReactNode>> = {
  document: <IconFileText size={18} stroke={1.6} aria-hidden />,
  person: <IconUser size={18} stroke={1.6} aria-hidden />,
  register: <IconFolder size={18} stroke={1.6} aria-hidden />,
  route: <IconRoute size={18} stroke={1.6} aria-hidden />,
};

function idOf(hit: Hit): string {
  return hit.kind === 'register' ? hit.stream : hit.kind === 'route' ? hit.key : hit.id;
}

function HitRow({ hit, onOpen }: { readonly hit: Hit; readonly onOpen: (hit: Hit) => void }) {
  return (
    <Spotlight.Action onClick={() => onOpen(hit)} leftSection={icons[hit.kind]}>
      <span className={styles.hit}>
        {hit.kind === 'document' ? <DocumentText hit={hit} /> : <NamedText hit={hit} />}
      </span>
    </Spotlight.Action>
  );
}

function DocumentText({ hit }: { readonly hit: Schemas['DocumentHit'] }) {
  const facts = hit.facts.map(({ text }) => text).join(' · ');
  return (
    <>
      <b>
        <Marked text={hit.title} marks={hit.titleMarks} />
      </b>
      <span className={styles.number}>
        <Marked text={hit.number} marks={hit.numberMarks} />
      </span>
      <span className={styles.detail}>
        {hit.match ? (
          <>
            {hit.match.name}: <Marked text={hit.match.text} marks={hit.match.marks} />
          </>
        ) : (
          facts
        )}
      </span>
    </>
  );
}

function NamedText({ hit }: { readonly hit: Exclude<Hit, Schemas['DocumentHit']> }) {
  return (
    <>
      <b>
        <Marked text={hit.name} marks={hit.nameMarks} />
      </b>
      {hit.kind === 'person' && (
        <span className={styles.detail}>{[hit.post, hit.unit].filter(Boolean).join(', ')}</span>
      )}
    </>
  );
}

function Recent({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const { t } = useTranslation('search');
  const recent = readRecent();
  if (recent.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={t('recent')}>
      {recent.map(({ id, number, title }) => (
        <Spotlight.Action
          key={id}
          onClick={() => onOpen(id)}
          leftSection={<IconClock size={18} stroke={1.6} aria-hidden />}
        >
          <span className={styles.hit}>
            <b>{title}</b>
            <span className={styles.number}>{number}</span>
          </span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
