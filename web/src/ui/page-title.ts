import { useEffect } from 'react';

/** Names the page in the tab of the browser and for screen readers. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} - Millrace` : 'Millrace';
  }, [title]);
}
