import { TextInput } from '@mantine/core';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { show } from '../../../testing/show.tsx';
import { SheetForm } from './sheet-form.tsx';

describe('a form in a sheet', () => {
  const done: string[] = [];
  const user = userEvent.setup();
  const form = (props: { busy?: boolean; disabled?: boolean; failure?: string; label?: string }) =>
    show(
      <SheetForm
        failure={undefined}
        busy={false}
        onSubmit={() => done.push('saved')}
        onClose={() => done.push('left')}
        aside={<button type="button">Remove</button>}
        {...props}
      >
        <TextInput label="Name" />
      </SheetForm>,
    );

  beforeEach(() => void (done.length = 0));

  it('is saved by its button and by Enter, and left without saving', async () => {
    await form({});
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.type(screen.getByLabelText('Name'), 'Anna{Enter}');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(done).toEqual(['saved', 'saved', 'left']);
  });

  it('is not saved twice while it is being saved, nor before it may be', async () => {
    const { unmount } = await form({ busy: true });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    unmount();
    await form({ disabled: true, label: 'Invite' });
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    expect(done).toEqual([]);
  });

  it('says what failed, so that it is heard, and keeps what was typed', async () => {
    await form({ failure: 'The login is taken.' });
    await user.type(screen.getByLabelText('Name'), 'Anna');
    expect(screen.getByRole('alert').textContent).toBe('The login is taken.');
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Anna');
  });
});
