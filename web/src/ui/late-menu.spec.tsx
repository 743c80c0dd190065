import { Button, Menu } from '@mantine/core';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { show } from '../../testing/show.tsx';
import { LateMenu } from './late-menu.tsx';

describe('a menu that is made when it is opened', () => {
  const chosen: string[] = [];
  const user = userEvent.setup();

  beforeEach(async () => {
    chosen.length = 0;
    await show(
      <LateMenu button={(ofMenu) => <Button {...ofMenu}>More</Button>}>
        <Menu.Item onClick={() => chosen.push('copy')}>Copy</Menu.Item>
        <Menu.Item>Remove</Menu.Item>
      </LateMenu>,
    );
  });

  const button = () => screen.getByRole('button', { name: 'More' });

  it('is nothing but its button before', () => {
    expect(screen.queryByRole('menu')).toBeNull();
    expect(screen.queryByText('Copy')).toBeNull();
    expect(button().getAttribute('aria-haspopup')).toBe('menu');
    expect(button().getAttribute('aria-expanded')).toBe('false');
    expect(button().getAttribute('aria-controls')).toBeNull();
  });

  it('is that of its button while it is open, and does what is chosen', async () => {
    await user.click(button());
    const menu = await screen.findByRole('menu');
    expect(button().getAttribute('aria-expanded')).toBe('true');
    expect(button().getAttribute('aria-controls')).toBe(menu.id);
    expect(menu.getAttribute('aria-labelledby')).toBe(button().id);
    await user.click(screen.getByRole('menuitem', { name: 'Copy' }));
    expect(chosen).toEqual(['copy']);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('is closed by another press on its button, and opened by the next', async () => {
    await user.click(button());
    await user.click(button());
    expect(screen.queryByRole('menu')).toBeNull();
    await user.click(button());
    expect(screen.queryByRole('menu')).not.toBeNull();
  });

  it('gives the keyboard back to its button when Escape closes it', async () => {
    button().focus();
    await user.keyboard('{Enter}');
    (await screen.findByRole('menuitem', { name: 'Copy' })).focus();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button());
  });
});
