import type { ReactNode } from 'react';
import styles from './profile-page.module.css';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

/** One part of the profile under its heading. */
export function Part({ id, title, text, children }: Props) {
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text && <p className={styles.quiet}>{text}</p>}
      {children}
    </section>
  );
}
