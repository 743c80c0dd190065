import { Menu, type MenuProps } from '@mantine/core';
import { useId, useRef, useState, type AriaAttributes, type ReactNode, type Ref } from 'react';
import styles from './late-menu.module.css';

/** What makes a button that of a menu. */
interface OfMenu extends Pick<AriaAttributes, 'aria-haspopup' | 'aria-expanded' | 'aria-controls'> {
  readonly id: string;
  readonly ref: Ref<HTMLButtonElement>;
  readonly onPointerDown: () => void;
  readonly onClick: () => void;
}

interface Props extends Pick<MenuProps, 'position' | 'width'> {
  readonly button: (ofMenu: OfMenu) => ReactNode;
  /** Its items. */
  readonly children: ReactNode;
}

/** A menu of which nothing but its button exists until it is opened: a screen has many, and few of them are ever used. */
export function LateMenu({ button, children, ...look }: Props) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const element = useRef<HTMLButtonElement>(null);
  // A press beside the menu closes it before the click is heard: a press on its button must not open it again.
  const wasOpened = useRef(false);
  const close = () => {
    if (document.activeElement?.closest('[role=menu]')) element.current?.focus({ preventScroll: true });
    setOpened(false);
  };
  const press = () => {
    setOpened(!wasOpened.current);
    wasOpened.current = false;
  };
  return (
    <span className={styles.place}>
      {button({
        ref: element,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        ...(opened && { 'aria-controls': `${id}-dropdown` }),
        onPointerDown: () => {
          wasOpened.current = opened;
        },
        onClick: press,
      })}
      {opened && (
        <Menu opened id={id} shadow="md" onChange={(next) => !next && close()} {...look}>
          <Menu.Target>
            <Place />
          </Menu.Target>
          <Menu.Dropdown>{children}</Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

/** Where the menu is put: the place of the button, which says itself what it opens. */
function Place({ ref }: { readonly ref?: Ref<HTMLElement> }) {
  return <i ref={ref} className={styles.anchor} aria-hidden />;
}
