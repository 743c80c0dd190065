import { act, fireEvent, screen } from '@testing-library/react';
import { jest } from '@jest/globals';
import { show } from '../../testing/show.tsx';
import { Tips } from './tips.tsx';

describe('hints', () => {
  beforeEach(async () => {
    await show(
      <>
        <button type="button" data-tip="Reload the list">
          <i data-testid="icon" />
        </button>
        <time data-tip-at="2026-11-28T14:05:00Z">today</time>
        <span data-tip-cut>Long name</span>
        <p>plain</p>
        <Tips />
      </>,
    );
    jest.useFakeTimers();
  });

  afterEach(() => jest.useRealTimers());

  const point = (at: Element, pointerType = 'mouse') => {
    const event = new MouseEvent('pointerover', { bubbles: true });
    Object.defineProperty(event, 'pointerType', { value: pointerType });
    fireEvent(at, event);
  };
  const wait = (milliseconds: number) => act(() => jest.advanceTimersByTime(milliseconds));
  const hint = () => screen.queryByRole('tooltip')?.textContent;

  it('come after a while for what lies in what carries them, and go when something else is pointed at', () => {
    point(screen.getByTestId('icon'));
    wait(340);
    expect(hint()).toBeUndefined();
    wait(20);
    expect(hint()).toBe('Reload the list');
    point(screen.getByText('plain'));
    wait(0);
    expect(hint()).toBeUndefined();
  });

  it.each(['pointerDown', 'keyDown', 'scroll'] as const)('go at %s', (end) => {
    point(screen.getByTestId('icon'));
    wait(400);
    expect(hint()).toBeDefined();
    act(() => void fireEvent[end](document.body));
    expect(hint()).toBeUndefined();
  });

  it('do not come where the pointer has gone on, nor for a finger', () => {
    point(screen.getByTestId('icon'));
    wait(200);
    point(screen.getByText('plain'));
    point(screen.getByTestId('icon'), 'touch');
    wait(1000);
    expect(hint()).toBeUndefined();
  });

  it('do not come for what has left the page meanwhile', () => {
    const button = document.createElement('button');
    button.dataset['tip'] = 'Gone';
    document.body.append(button);
    point(button);
    button.remove();
    wait(400);
    expect(hint()).toBeUndefined();
  });

  it('say the exact moment of a time', () => {
    point(screen.getByText('today'));
    wait(400);
    expect(hint()).toMatch(/28.*2026|2026.*28/);
  });

  it('say a text that is cut, and not one that fits', () => {
    const name = screen.getByText('Long name');
    point(name);
    wait(400);
    expect(hint()).toBeUndefined();
    Object.defineProperty(name, 'scrollWidth', { value: 300 });
    Object.defineProperty(name, 'clientWidth', { value: 100 });
    point(screen.getByText('plain'));
    point(name);
    wait(400);
    expect(hint()).toBe('Long name');
  });
});
