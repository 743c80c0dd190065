import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { show } from '../../../../testing/show.tsx';
import type { ErrandResult } from './errand.ts';
import { ErrandResults } from './errand-results.tsx';
import type { ErrandProgress } from './use-errand.ts';

const done = (id: string): ErrandResult => ({
  id,
  number: id,
  undo: { responsible: 'anna', status: 'active', version: 2 },
});
const refused: ErrandResult = { id: 'r', number: null, problem: 'You may not see it.' };

describe('what became of an errand for many documents', () => {
  const user = userEvent.setup();
  const pressed: string[] = [];
  const results = (progress: Partial<ErrandProgress>) =>
    show(
      <ErrandResults
        progress={{
          total: 3,
          results: [done('a'), done('b'), refused],
          busy: false,
          errand: { responsible: 'clara' },
          ...progress,
        }}
        onStop={() => pressed.push('stop')}
        onUndo={() => pressed.push('undo')}
        onClose={() => pressed.push('close')}
      />,
    );

  beforeEach(() => void (pressed.length = 0));

  it('counts what was done and refused, and is taken back by its button', async () => {
    await results({});
    expect(screen.getByRole('status').textContent).toMatch(/2.*1/);
    expect(screen.getByText('You may not see it.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(pressed).toEqual(['undo', 'close']);
  });

  it('cannot be taken back where nothing was done, and the taking back not again', async () => {
    const { unmount } = await results({ results: [refused] });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    unmount();
    const { errand: _, ...undone } = { total: 2, results: [done('a'), done('b')], busy: false, errand: undefined };
    await show(
      <ErrandResults progress={undone} onStop={() => undefined} onUndo={() => undefined} onClose={() => undefined} />,
    );
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    expect(screen.getByRole('status').textContent).toContain('2');
  });

  it('shows how far it has come and can be stopped, and says why it did not go on', async () => {
    const { unmount } = await results({ busy: true, results: [done('a')] });
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toMatch(/^33/);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(pressed).toEqual(['stop']);
    unmount();
    await results({ problem: 'The server cannot be reached.' });
    expect(screen.getByRole('alert').textContent).toBe('The server cannot be reached.');
  });
});
