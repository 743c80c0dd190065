import { Button } from '@mantine/core';
import { IconAffiliate, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { DocumentView } from '../../../streams/documents.ts';
import { streamsQuery, type Stream } from '../../../streams/streams.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Refused } from '../../../ui/refused.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { StreamIcon } from '../../../ui/stream-icon.tsx';
import { DueDate, When } from '../../../ui/when.tsx';
import { relatedQuery, type Related } from './related-query.ts';
import { roundGroups, type RoundGroup } from './round-groups.ts';
import styles from './round.module.css';

const few = 5;
const many = 100;

interface Props {
  readonly document: DocumentView;
  readonly stream: Stream;
}

/** The document in the round: all that refers to it, by register, with its state; letters, files, what comes next. */
export function RoundPanel({ document, stream }: Props) {
  const { t } = useTranslation('document');
  const { id } = document;
  const [all, setAll] = useState(false);
  const { data, error } = useQuery(relatedQuery(id, all ? many : few));
  const { data: streams } = useQuery(streamsQuery);
  const groups = data && streams ? roundGroups(stream, streams.items, data.groups) : undefined;
  // Its own are shown with it.
  const files = (data?.files ?? []).filter((file) => file.document.id !== id);
  const more = data?.groups.some(({ count, items }) => count > items.length) ?? false;
  return (
    <section className={styles.panel} aria-labelledby="round-title">
      <h2 id="round-title">
        <IconAffiliate size={16} stroke={1.6} aria-hidden /> {t('round.title')}
      </h2>
      <Refused error={error} />
      {!groups && !error && <SkeletonRows rows={5} />}
      {data && <Facts related={data} />}
      {groups?.map((group) => (
        <Group key={group.stream.key} id={id} about={group} />
      ))}
      {data && data.letters.length > 0 && <Letters letters={data.letters} />}
      {files.length > 0 && <Files files={files} />}
      {more && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('round.more')}
        </Button>
      )}
    </section>
  );
}

/** What comes next, and when somebody was last in touch. */
function Facts({ related: { nextAction, lastContact } }: { readonly related: Related }) {
  const { t } = useTranslation('document');
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('round.nextAction')}</dt>
        <dd>
          {nextAction ? (
            <>
              <Link to="/documents/$id" params={{ id: nextAction.document.id }}>
                {nextAction.instruction}
              </Link>
              <small>
                {nextAction.performer?.name} <DueDate at={nextAction.dueAt} />
              </small>
            </>
          ) : (
            t('round.noNextAction')
          )}
        </dd>
      </div>
      <div>
        <dt>{t('round.lastContact')}</dt>
        <dd>
          {lastContact ? (
            <>
              <When at={lastContact.at} time />
              <small>
                {t(`round.channels.${lastContact.channel as 'mail'}`, { defaultValue: lastContact.channel })},{' '}
                {t(`round.directions.${lastContact.direction}`)},{' '}
                <Link to="/documents/$id" params={{ id: lastContact.document.id }}>
                  {lastContact.document.number}
                </Link>
              </small>
            </>
          ) : (
            t('round.noContact')
          )}
        </dd>
      </div>
    </dl>
  );
}

function Group({ id, about }: { readonly id: string; readonly about: RoundGroup }) {
  const { t } = useTranslation('document');
  const { name, money } = useFormat();
  const { stream, group, field, mayAdd } = about;
  const title = name(stream.name);
  const statusOf = (key: string) => stream.statuses.find((one) => one.key === key);
  return (
    <div className={styles.group}>
      <div className={styles.head}>
        <h3>
          <StreamIcon name={stream.icon} size={16} /> {title} <span>{group?.count ?? 0}</span>
        </h3>
        {mayAdd && field !== undefined && (
          <LinkButton
            to="/registers/$stream/new"
            params={{ stream: stream.key }}
            search={{ from: id, field }}
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} stroke={1.6} />}
          >
            {t('round.new', { document: name(stream.document) })}
          </LinkButton>
        )}
      </div>
      {group && (
        <ul className={styles.rows} aria-label={title}>
          {group.items.map(({ id: other, number, title: what, status, amount, responsible, createdAt }) => {
            const shown = statusOf(status);
            return (
              <li key={other}>
                <span className={styles.what}>
                  <Link to="/documents/$id" params={{ id: other }}>
                    {what || number}
                  </Link>
                  <small>
                    {number}
                    {responsible && `, ${responsible.name}`}
                  </small>
                </span>
                <span className={styles.state}>
                  <StatusBadge tone={shown?.tone}>{shown ? name(shown.name) : status}</StatusBadge>
                </span>
                <span className={styles.amount}>{amount && money(amount)}</span>
                <span className={styles.when}>
                  <When at={createdAt} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Letters({ letters }: { readonly letters: Related['letters'] }) {
  const { t } = useTranslation('document');
  return (
    <div className={styles.group}>
      <div className={styles.head}>
        <h3>{t('round.letters')}</h3>
      </div>
      <ul className={styles.rows}>
        {letters.map(({ id, subject, to, state, at, document }) => (
          <li key={id}>
            <span className={styles.what}>
              <Link to="/documents/$id" params={{ id: document.id }}>
                {subject}
              </Link>
              <small>
                {to.join(', ')}, {document.number}
              </small>
            </span>
            <span className={styles.state}>
              <StatusBadge tone={state === 'sent' ? 'good' : state === 'queued' ? 'waiting' : 'bad'}>
                {t(`round.mail.${state}`)}
              </StatusBadge>
            </span>
            <span className={styles.amount} />
            <span className={styles.when}>
              <When at={at} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Files({ files }: { readonly files: Related['files'] }) {
  const { t } = useTranslation('document');
  const { size } = useFormat();
  return (
    <div className={styles.group}>
      <div className={styles.head}>
        <h3>{t('round.files')}</h3>
      </div>
      <ul className={styles.rows}>
        {files.map((file) => (
          <li key={file.id}>
            <span className={styles.what}>
              <Link to="/documents/$id" params={{ id: file.document.id }} search={{ file: file.id }}>
                {file.name}
              </Link>
              <small>
                {size(file.size)}
                {', '}
                <Link to="/documents/$id" params={{ id: file.document.id }}>
                  {file.document.number}
                </Link>{' '}
                {file.document.title}
              </small>
            </span>
            <span className={styles.when}>
              <When at={file.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
