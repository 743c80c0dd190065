import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import styles from './register-page.module.css';
import type { Register } from './use-register.ts';

/** Which register and which view of it, and the way to a new document. */
export function RegisterHeader({ register }: { readonly register: Register }) {
  const { name } = useFormat();
  const { stream } = register;
  return (
    <header className={styles.header}>
      <h1>
        <StreamIcon name={stream.icon} size={20} />
        {name(stream.name)}
      </h1>
      <ViewMenu register={register} />
      <div className={styles.spring} />
      {stream.may.includes('register') && (
        <LinkButton
          to="/registers/$stream/new"
          params={{ stream: stream.key }}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {name(stream.document)}
        </LinkButton>
      )}
    </header>
  );
}

/** The views of the register, to choose from. */
export function ViewMenu({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { views, state } = register;
  return (
    <Menu position="bottom-start" width={240} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t('views.label')}: ${name(state.view.name)}`}
        >
          {name(state.view.name)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item
            key={view.key}
            onClick={() => register.choose(view.key)}
            rightSection={view.key === state.view.key ? <IconCheck size={16} aria-hidden /> : undefined}
            aria-current={view.key === state.view.key || undefined}
          >
            {name(view.name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
