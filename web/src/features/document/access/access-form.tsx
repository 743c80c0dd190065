import type { FormProps } from '../actions/form-props.ts';
import styles from './access.module.css';
import { ConfidentialMark } from './confidential-mark.tsx';
import { Explanation } from './explanation.tsx';
import { Shares } from './shares.tsx';

/** Who sees the document and why; with whom it is shared; whether levels of access reach it. */
export function AccessForm({ document }: FormProps) {
  return (
    <div className={styles.access}>
      <Shares id={document.id} />
      <ConfidentialMark document={document} />
      <Explanation id={document.id} />
    </div>
  );
}
