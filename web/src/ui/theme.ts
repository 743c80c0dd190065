import { createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core';

/** The one accent: what can be done. Shade 7 on light ground, 4 on dark, both with contrast AA. */
const mill: MantineColorsTuple = [
  '#edf6f6',
  '#dcecec',
  '#b5d8d7',
  '#8cc5c3',
  '#66bdb9',
  '#3a9794',
  '#1f7b7b',
  '#0f5f63',
  '#0a4a4d',
  '#063436',
];

/** Words on the accent are light in the light scheme and dark in the dark one; Mantine would take one for both. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const accent = input.color === undefined || input.color === 'mill';
  return input.variant === 'filled' && accent ? { ...colors, color: 'var(--on-accent)' } : colors;
};

export const theme = createTheme({
  primaryColor: 'mill',
  variantColorResolver: variantColors,
  primaryShade: { light: 7, dark: 4 },
  colors: { mill },
  autoContrast: true,
  luminanceThreshold: 0.36,
  fontFamily: '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Notification: { styles: { description: { color: 'var(--quiet)' } } },
    // Else the head of each would be taken for that of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    // The page itself does not scroll, and what locks it adds a style sheet without the nonce.
    Drawer: { defaultProps: { lockScroll: false }, styles: { title: { fontWeight: 600 } } },
    // A menu holds nothing but its items.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false }, styles: { item: { minHeight: 'var(--row)' } } },
    Portal: { defaultProps: { target: '#overlays' } },
    Modal: {
      defaultProps: { centered: true, lockScroll: false, overlayProps: { backgroundOpacity: 0.4, blur: 1 } },
      styles: { title: { fontWeight: 600 } },
    },
  },
});

/** Mantine's own surfaces, texts and lines take the palette of tokens.css. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-color-mill-light-color': 'var(--accent)',
    '--mantine-color-yellow-light': 'var(--amber-soft)',
    '--mantine-color-yellow-light-color': 'var(--amber)',
    '--mantine-color-red-light': 'var(--danger-soft)',
    '--mantine-color-red-light-color': 'var(--danger)',
  };
  // Inputs, menus and their borders, which Mantine takes from its greys.
  const dark = {
    '--mantine-color-dark-4': 'var(--line-strong)',
    '--mantine-color-dark-5': 'var(--hover)',
    '--mantine-color-dark-6': 'var(--raised)',
  };
  return { variables: {}, light: shared, dark: { ...shared, ...dark } };
};
