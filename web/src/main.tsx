import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { styleNonce } from './ui/style-nonce.ts';
import { guessLanguage, startI18n } from './i18n/start-i18n.ts';

// What dialogs write into the page to keep it from scrolling is a style sheet, too: it asks for the nonce in this place.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const place = document.getElementById('root');
if (!place) throw new Error('The page has no place for the app.');
await startI18n(guessLanguage());
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
