import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { runQuery, runsQuery, type Run, type RunSummary } from '../../../routes/runs.ts';
import { firstRun } from './route-steps.ts';

/** The runs of a document, and the one that is looked at. */
export interface ChosenRun {
  /** Undefined while they are read. */
  readonly runs: readonly RunSummary[] | undefined;
  readonly run: Run | undefined;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** The run of a document that is looked at: chosen, else the newest that goes on. */
export function useChosenRun(document: string): ChosenRun {
  const [picked, choose] = useState<string>();
  const { data: runs } = useQuery(runsQuery(document));
  const chosen = runs?.find(({ id }) => id === picked)?.id ?? firstRun(runs ?? [])?.id;
  const { data: run } = useQuery({ ...runQuery(document, chosen ?? ''), enabled: chosen !== undefined });
  return { runs, run: run?.id === chosen ? run : undefined, chosen, choose };
}
