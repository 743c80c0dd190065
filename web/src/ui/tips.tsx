import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFormat, type Format } from '../i18n/use-format.ts';
import styles from './tips.module.css';

/** Milliseconds that something is pointed at before its hint is shown. */
const patience = 350;
const gap = 6;

interface Tip {
  readonly text: string;
  readonly of: Element;
}

/**
 * The hints of whatever carries `data-tip`, `data-tip-at` for an exact moment or `data-tip-cut` for a text that is cut, shown while it is pointed at or reached by
 * the keyboard; `data-tip-side` puts them on the right. One for the whole app: a thousand things with a hint cost nothing until one of them is pointed at.
 */
export function Tips() {
  const tip = useTip(useFormat());
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tip && box.current) place(box.current, tip.of);
  }, [tip]);
  if (!tip) return null;
  return (
    <div ref={box} className={styles.tip} role="tooltip">
      {tip.text}
    </div>
  );
}

function useTip(format: Format): Tip | undefined {
  const [tip, setTip] = useState<Tip>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let of: Element | undefined;
    const hide = () => {
      clearTimeout(timer);
      of = undefined;
      setTip(undefined);
    };
    const look = ({ target }: Event) => {
      const found =
        target instanceof Element ? target.closest<HTMLElement>('[data-tip], [data-tip-at], [data-tip-cut]') : null;
      if (found === of) return;
      if (found === null) return hide();
      hide();
      of = found;
      timer = setTimeout(() => {
        const text = found.isConnected && textOf(found, format);
        if (text) setTip({ text, of: found });
      }, patience);
    };
    const point = (event: PointerEvent) => event.pointerType === 'mouse' && look(event);
    const reach = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(':focus-visible') && look(event);
    const options = { capture: true, passive: true } as const;
    document.addEventListener('pointerover', point, options);
    document.addEventListener('focusin', reach, options);
    const ends = ['pointerdown', 'focusout', 'keydown', 'scroll'] as const;
    for (const end of ends) document.addEventListener(end, hide, options);
    return () => {
      hide();
      document.removeEventListener('pointerover', point, options);
      document.removeEventListener('focusin', reach, options);
      for (const end of ends) document.removeEventListener(end, hide, options);
    };
  }, [format]);
  return tip;
}

/** A text that does not fit where it stands is its own hint; whether it does is asked only now, since that takes a layout. */
function textOf(of: HTMLElement, format: Format): string | undefined {
  const { tip, tipAt, tipCut } = of.dataset;
  if (tipAt !== undefined) return format.exactly(tipAt);
  return tipCut === undefined || of.scrollWidth > of.clientWidth ? (tip ?? of.textContent) : undefined;
}

/** Above what it belongs to, below where there is no room, and within the page. */
function place(box: HTMLElement, of: Element): void {
  const around = of.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const aside = of.getAttribute('data-tip-side') === 'right';
  const above = around.top - height - gap;
  const top = aside ? around.top + (around.height - height) / 2 : above < 0 ? around.bottom + gap : above;
  const left = aside ? around.right + gap : around.left + (around.width - width) / 2;
  box.style.top = `${top}px`;
  box.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
}
