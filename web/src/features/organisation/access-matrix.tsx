import { Select, VisuallyHidden } from '@mantine/core';
import { IconFilter, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stream } from '../../streams/streams.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './access-rules.module.css';
import { accessRulesQuery } from './organisation.ts';
import { cellOf, rolesInOrder, type RuleRole } from './rules-draft.ts';
import { RulesSheet } from './rules-sheet.tsx';
import { useRoleName } from './use-role-name.ts';

interface Props {
  readonly streams: readonly Stream[];
}

/** What each role may do in each stream; a cell opens its rules to be changed. */
export function AccessMatrix({ streams }: Props) {
  const { t } = useTranslation('organisation');
  const phone = usePhone();
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<{ readonly stream: Stream; readonly role: RuleRole }>();
  const first = streams[0];
  const known = useQuery({ ...accessRulesQuery(first?.key ?? ''), enabled: first !== undefined });
  if (known.error) return <ErrorState error={known.error} onRetry={() => void known.refetch()} />;
  if (!known.data || !first) return <SkeletonRows rows={8} height={52} />;
  const roles = rolesInOrder(known.data.roles, streams);
  const stream = streams.find(({ key }) => key === chosen) ?? first;
  const show = (of: Stream, role: RuleRole) => setOpen({ stream: of, role });
  return (
    <>
      <p className={styles.about}>{t('rules.about')}</p>
      {phone ? (
        <RolesOfStream streams={streams} stream={stream} roles={roles} onChoose={setChosen} onOpen={show} />
      ) : (
        <Matrix streams={streams} roles={roles} onOpen={show} />
      )}
      {open && <RulesSheet {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface MatrixProps extends Props {
  readonly roles: readonly RuleRole[];
  readonly onOpen: (stream: Stream, role: RuleRole) => void;
}

function Matrix({ streams, roles, onOpen }: MatrixProps) {
  const { t } = useTranslation('organisation');
  const { name } = useFormat();
  return (
    <div className={styles.scroll} role="region" aria-label={t('access.rules')} tabIndex={0}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('access.role')}</th>
            {streams.map((stream) => (
              <th key={stream.key} scope="col">
                {name(stream.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role.key}>
              <th scope="row">
                <RoleName role={role} />
              </th>
              {streams.map((stream) => (
                <td key={stream.key}>
                  <CellButton stream={stream} role={role} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface OfStreamProps extends MatrixProps {
  readonly stream: Stream;
  readonly onChoose: (key: string | null) => void;
}

/** On a phone: one stream at a time. */
function RolesOfStream({ streams, stream, roles, onChoose, onOpen }: OfStreamProps) {
  const { t } = useTranslation('organisation');
  const { name } = useFormat();
  return (
    <>
      <Select
        aria-label={t('access.stream')}
        allowDeselect={false}
        value={stream.key}
        onChange={onChoose}
        data={streams.map((one) => ({ value: one.key, label: name(one.name) }))}
      />
      <ul className={styles.roles}>
        {roles.map((role) => (
          <li key={role.key}>
            <RoleName role={role} />
            <CellButton stream={stream} role={role} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </>
  );
}

function RoleName({ role }: { readonly role: RuleRole }) {
  const { t } = useTranslation('organisation');
  const nameOf = useRoleName();
  return (
    <span className={styles.role}>
      <strong>{nameOf(role)}</strong>
      {role.key !== 'public' && <span>{t('count', { count: role.people })}</span>}
    </span>
  );
}

interface CellProps {
  readonly stream: Stream;
  readonly role: RuleRole;
  readonly onOpen: (stream: Stream, role: RuleRole) => void;
}

/** In short how far the role reaches and what it may do there; where nothing, a way to begin. */
function CellButton({ stream, role, onOpen }: CellProps) {
  const { t } = useTranslation('organisation');
  const { name } = useFormat();
  const nameOf = useRoleName();
  const cell = cellOf(stream.configuration?.access ?? [], role.key);
  const may = cell?.verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ') ?? t('access.nothing');
  const level = cell && t(`rules.levels.${cell.level}`);
  return (
    <button type="button" className={cell ? styles.cell : styles.none} onClick={() => onOpen(stream, role)}>
      <VisuallyHidden>{`${nameOf(role)}, ${name(stream.name)}: `}</VisuallyHidden>
      {cell ? (
        <>
          <strong>
            {level}
            {cell.conditional && <IconFilter size={14} stroke={1.6} aria-label={t('rules.conditional')} />}
          </strong>{' '}
          <span>{may}</span>
        </>
      ) : (
        <>
          <VisuallyHidden>{may}</VisuallyHidden>
          <IconPlus size={16} stroke={1.6} aria-hidden />
        </>
      )}
    </button>
  );
}
