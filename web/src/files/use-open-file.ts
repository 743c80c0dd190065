import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The file that is open on this screen: it stands in the address, so that going back closes it and a link opens it. */
export function useOpenFile() {
  const { file } = useSearch({ strict: false });
  const navigate = useNavigate();
  const open = useCallback(
    (id: string | undefined) =>
      void navigate({
        to: '.',
        search: ({ file: _before, ...known }: { readonly file?: string }) =>
          id === undefined ? known : { ...known, file: id },
        // From file to file is no way that one would walk back.
        replace: file !== undefined,
        resetScroll: false,
      }),
    [navigate, file],
  );
  return { file, open };
}
