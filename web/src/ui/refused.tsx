import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useProblemText } from './problem-text.ts';

/** Why something was not done, where it was asked for; nothing while nothing went wrong. */
export function Refused({ error }: { readonly error: unknown }) {
  const textOf = useProblemText();
  if (!error) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} stroke={1.6} />}>
      {textOf(error)}
    </Alert>
  );
}
