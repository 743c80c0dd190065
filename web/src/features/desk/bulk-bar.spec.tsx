import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { show } from '../../../testing/show.tsx';
import type { Assignment } from '../../assignments/assignments.ts';
import { BulkBar } from './bulk-bar.tsx';

const outcome = (key: string, reasonRequired = false) => ({ key, label: key, reasonRequired });
const asked = (id: string, outcomes = [outcome('approve'), outcome('reject', true)]): Assignment =>
  ({
    id,
    state: 'ready',
    performer: { id: 'me' },
    candidates: [],
    outcomes,
    document: { number: `K-${id}` },
  }) as unknown as Assignment;

describe('one decision for several assignments', () => {
  const user = userEvent.setup();
  const said: unknown[] = [];
  const bar = (props: Partial<Parameters<typeof BulkBar>[0]>) =>
    show(
      <BulkBar
        marks={[asked('1'), asked('2')]}
        busy={false}
        results={[]}
        onAnswer={(choice, comment) => said.push([choice.outcome, comment])}
        onForget={() => said.push('forgotten')}
        onClear={() => said.push('cleared')}
        {...props}
      />,
    );

  beforeEach(() => void (said.length = 0));

  it('offers what all of them offer, at once or after the reason', async () => {
    await bar({});
    expect(screen.getByText('2 marked')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'approve' }));
    await user.click(screen.getByRole('button', { name: 'reject' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Reason for: reject'));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'reject' }).disabled).toBe(true);
    await user.keyboard('Too dear{Control>}{Enter}{/Control}');
    expect(said).toEqual([
      ['approve', undefined],
      ['reject', 'Too dear'],
    ]);
  });

  it('offers nothing for unlike ones, and says so', async () => {
    await bar({ marks: [asked('1'), asked('2', [outcome('accept')])] });
    expect(screen.getByText(/ask for different answers/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'approve' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Unmark all' }));
    expect(said).toEqual(['cleared']);
  });

  it('says what became of each, the refused with why', async () => {
    await bar({
      marks: [],
      results: [{ assignment: asked('1') }, { assignment: asked('2'), problem: 'Decided by somebody else.' }],
    });
    const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent?.trim());
    expect(lines).toEqual(['K-1', 'K-2 Decided by somebody else.']);
    expect(screen.getByRole('status').textContent).toContain('1 done');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(said).toEqual(['forgotten']);
  });

  it('shows how far it has come and is not closed meanwhile', async () => {
    await bar({ busy: true, marks: [], results: [{ assignment: asked('1') }] });
    expect(screen.getByRole('progressbar', { name: 'Progress' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
  });
});
