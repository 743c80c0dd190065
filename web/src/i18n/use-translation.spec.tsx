import { act, screen } from '@testing-library/react';
import i18next from 'i18next';
import { useState } from 'react';
import { show, speaks } from '../../testing/show.tsx';
import { useTranslation } from './use-translation.ts';

describe('the texts of a part of a screen', () => {
  const seen: unknown[] = [];

  function Part({ name }: { readonly name: 'desk' | 'calls' }) {
    const { t } = useTranslation([name, 'ui']);
    // React minds when a part that has waited goes on in another way than it began.
    const [place] = useState(name);
    seen.push(t);
    return (
      <p>
        {place}: {t('ui:save')}
      </p>
    );
  }

  function Counted() {
    const { t } = useTranslation('desk');
    return <b>{t('bulk.done', { count: 3 })}</b>;
  }

  beforeEach(async () => {
    seen.length = 0;
    await speaks('en');
  });

  it('are waited for, and the same for everybody who asks for the same', async () => {
    expect(i18next.hasLoadedNamespace('desk')).toBe(false);
    await show(
      <>
        <Part name="desk" />
        <Part name="desk" />
      </>,
    );
    await screen.findAllByText('desk: Save');
    expect(i18next.hasLoadedNamespace('desk')).toBe(true);
    expect(new Set(seen).size).toBe(1);
  });

  it('follow the language of the reader at once, with its plural forms', async () => {
    await show(
      <>
        <Part name="desk" />
        <Counted />
      </>,
    );
    expect(screen.getByText('desk: Save')).toBeTruthy();
    await act(() => speaks('pl'));
    expect(await screen.findByText('desk: Zapisz')).toBeTruthy();
    expect(screen.getByText(i18next.t('bulk.done', { ns: 'desk', lng: 'pl', count: 3 }))).toBeTruthy();
    await act(() => speaks('en'));
    expect(await screen.findByText('desk: Save')).toBeTruthy();
    const known = seen.at(-1);
    await act(() => speaks('pl'));
    await act(() => speaks('en'));
    expect(seen.at(-1)).toBe(known);
  });
});
