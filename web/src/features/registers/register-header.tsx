import { IconPlus } from '@tabler/icons-react';
import { useFormat } from '../../i18n/use-format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import { LayoutSwitch } from './layout-switch.tsx';
import styles from './register-page.module.css';
import type { Register } from './use-register.ts';
import { ViewMenu } from './views/view-menu.tsx';

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
      <LayoutSwitch register={register} />
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
