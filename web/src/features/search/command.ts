import type { ReactNode } from 'react';

/** Something that can be done from anywhere. */
export interface Command {
  readonly key: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}
