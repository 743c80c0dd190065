import { CloseButton, Combobox, Loader, TextInput, useCombobox, type TextInputProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import styles from './finder.module.css';

/** Something that can be chosen: what it is called, and what tells it from others. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly note?: string | undefined;
}

/** Label, help, fault and the like of the input. */
export type FinderLook = Pick<
  TextInputProps,
  | 'label'
  | 'description'
  | 'error'
  | 'withAsterisk'
  | 'disabled'
  | 'aria-label'
  | 'variant'
  | 'size'
  | 'placeholder'
  | 'autoFocus'
  | 'leftSection'
>;

interface Props<T extends Choice> {
  /** Keeps what is found here apart from what other finders find. */
  readonly name: string;
  readonly value: T | null;
  readonly onChange: (choice: T | null) => void;
  readonly onLeave?: (() => void) | undefined;
  /** What fits the text; the nearest or most recent ones for an empty text. */
  readonly find: (text: string) => Promise<readonly T[]>;
  readonly look: FinderLook;
  /** The list stays within what holds the finder: a popover takes a press elsewhere for one beside it, and closes. */
  readonly inPlace?: boolean | undefined;
}

/** Chooses one thing out of many, found while typing. What was typed and not chosen goes when the field is left. */
export function Finder<T extends Choice>({ name, value, onChange, onLeave, find, look, inPlace = false }: Props<T>) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState<string | null>(null);
  const [asked] = useDebouncedValue((typed ?? '').trim(), 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useQuery({
    queryKey: ['find', name, asked],
    queryFn: () => find(asked),
    enabled: combobox.dropdownOpened,
    placeholderData: (before: readonly T[] | undefined) => before,
    staleTime: 30_000,
  });
  const choose = (id: string) => {
    const choice = found.data?.find((entry) => entry.id === id);
    if (choice) onChange(choice);
    setTyped(null);
    combobox.closeDropdown();
  };
  const clear = () => {
    onChange(null);
    setTyped(null);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={!inPlace} shadow="md">
      <Combobox.Target withExpandedAttribute>
        <TextInput
          role="combobox"
          {...look}
          value={typed ?? value?.title ?? ''}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (event.currentTarget.value === '' && value) onChange(null);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => value === null && combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            setTyped(null);
            onLeave?.();
          }}
          rightSection={
            found.isFetching ? (
              <Loader size={14} />
            ) : value && !look.disabled ? (
              <CloseButton
                size="sm"
                aria-label={t('clear')}
                onMouseDown={(event) => event.preventDefault()}
                onClick={clear}
              />
            ) : null
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.data === undefined && !found.isError}>
        <Combobox.Options mah={320} className={styles.options} aria-label={t('found')}>
          {found.data?.map((choice) => (
            <Combobox.Option key={choice.id} value={choice.id} active={choice.id === value?.id}>
              <span className={styles.title}>{choice.title}</span>
              {choice.note && <span className={styles.note}>{choice.note}</span>}
            </Combobox.Option>
          ))}
          {found.data?.length === 0 && <Combobox.Empty>{t('nothingFound')}</Combobox.Empty>}
          {found.isError && <Combobox.Empty>{t('failed')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
