import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { show } from '../../testing/show.tsx';
import { Finder, type Choice } from './finder.tsx';

const people: readonly Choice[] = [
  { id: '1', title: 'Anna Kowalska', note: 'Sales' },
  { id: '2', title: 'Antanas Petraitis' },
  { id: '3', title: 'Boris Orlov' },
];

describe('finding while typing', () => {
  const user = userEvent.setup();
  let asked: string[] = [];
  let chosen: (string | null)[] = [];
  let fails = false;

  function Held({ first }: { readonly first: Choice | null }) {
    const [value, setValue] = useState<Choice | null>(first);
    return (
      <Finder
        name="people"
        value={value}
        onChange={(choice) => {
          chosen.push(choice?.id ?? null);
          setValue(choice);
        }}
        find={(text) => {
          asked.push(text);
          if (fails) return Promise.reject(new Error('no'));
          return Promise.resolve(people.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase())));
        }}
        look={{ label: 'Person' }}
        inPlace
      />
    );
  }

  beforeEach(() => {
    asked = [];
    chosen = [];
    fails = false;
  });

  const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Person' });
  const offered = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);

  it('asks once for what was typed, shows what fits and takes it by the keyboard', async () => {
    await show(<Held first={null} />);
    expect(asked).toEqual([]);
    await user.click(box());
    await waitFor(() => expect(offered()).toHaveLength(3));
    await user.keyboard('ant');
    await waitFor(() => expect(offered()).toEqual(['Antanas Petraitis']));
    expect(asked).toEqual(['', 'ant']);
    expect(box().getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(chosen).toEqual(['2']);
    expect(box().value).toBe('Antanas Petraitis');
    expect(box().getAttribute('aria-expanded')).toBe('false');
  });

  it('forgets what was typed and not chosen, and keeps what was chosen before', async () => {
    await show(<Held first={people[2] ?? null} />);
    await user.click(box());
    await user.type(box(), 'xx');
    await user.tab();
    await user.click(document.body);
    expect(box().value).toBe('Boris Orlov');
    expect(chosen).toEqual([]);
  });

  it('is cleared by its button and by taking the text away', async () => {
    await show(<Held first={people[0] ?? null} />);
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect([chosen, box().value]).toEqual([[null], '']);
    await user.click(box());
    await waitFor(() => expect(offered()).toHaveLength(3));
    await user.click(screen.getByRole('option', { name: /Boris/ }));
    await user.clear(box());
    expect(chosen).toEqual([null, '3', null]);
  });

  it('says when nothing fits, and when it could not be asked', async () => {
    await show(<Held first={null} />);
    await user.type(box(), 'zzz');
    await screen.findByText('Nothing fits. Try fewer letters.');
    fails = true;
    await user.clear(box());
    await user.type(box(), 'qqq');
    await screen.findByText('That did not work');
  });
});
