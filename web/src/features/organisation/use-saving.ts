import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../api/client.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { useProblemText } from '../../ui/problem-text.ts';

/** A change of the organisation: confirmed where need be; afterwards everything that shows it is read again. */
export function useSaving<Input>(call: (input: Input) => Promise<unknown>, onDone: (input: Input) => void) {
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const saving = useMutation({
    mutationFn: (input: Input) => confirmed(() => call(input)),
    onSuccess: async (_, input) => {
      const stale = [
        ...['accounts', 'account', 'units', 'posts', 'roles', 'people', 'groups'],
        ...['working-calendars', 'access-report', 'access-rules', 'streams'],
      ];
      onDone(input);
      await Promise.all(stale.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    },
  });
  const problems = saving.error instanceof Problem ? saving.error.errors : [];
  const errorOf = (field: string) =>
    problems.find(({ path }) => path === field || path.startsWith(`${field}[`))?.message;
  const known = problems.length > 0 && problems.every(({ path }) => path !== '');
  return { saving, errorOf, failure: saving.error && !known ? textOf(saving.error) : undefined };
}
