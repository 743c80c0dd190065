import { CloseButton, Loader, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import styles from './filter.module.css';

interface Props {
  readonly value: string;
  readonly busy: boolean;
  readonly onChange: (text: string) => void;
}

/** Milliseconds after the last letter. */
const pause = 200;

/** Full text over the register; `/` leads here. */
export function SearchBox({ value, busy, onChange }: Props) {
  const { t } = useTranslation('registers');
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const box = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback((text: string) => {
    sent.current = text;
    onChange(text);
  }, pause);
  useEffect(() => {
    // The address changed by itself: another view, or a step back.
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
  const change = (text: string) => {
    setTyped(text);
    send(text);
  };
  return (
    <TextInput
      ref={box}
      type="search"
      className={styles.search}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key === 'Enter') send.flush();
      }}
      placeholder={t('filter.search')}
      aria-label={t('filter.search')}
      maxLength={200}
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
      rightSection={
        busy ? (
          <Loader size={14} />
        ) : typed ? (
          <CloseButton size="sm" aria-label={t('filter.clear')} onClick={() => change('')} />
        ) : null
      }
    />
  );
}
