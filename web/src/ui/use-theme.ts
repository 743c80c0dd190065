import { mergeThemeOverrides } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { theme } from './theme.ts';

/** The theme, with names in the language of the reader for what Mantine shows as a sign only. */
export function useTheme() {
  const { t } = useTranslation('ui');
  const close = t('close');
  return useMemo(
    () => mergeThemeOverrides(theme, { components: { CloseButton: { defaultProps: { 'aria-label': close } } } }),
    [close],
  );
}
