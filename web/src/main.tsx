import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import './ui/outline.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { buildQueryClient } from './app/query-client.ts';
import { buildRouter } from './app/router.tsx';
import { styleNonce } from './ui/style-nonce.ts';
import { guessLanguage, startI18n } from './i18n/start-i18n.ts';

// What dialogs write into the page to keep it from scrolling is a style sheet, too: it asks for the nonce in this place.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const place = document.getElementById('root');
if (!place) throw new Error('The page has no place for the app.');
const queryClient = buildQueryClient();
const router = buildRouter(queryClient);
// The texts, who is signed in and the first screen come beside each other; until then the page shows its outline. Not
// awaited here: the scripts of screens need this one, and would wait for it while it waits for them.
void Promise.all([startI18n(guessLanguage()), router.load()]).then(() =>
  createRoot(place).render(
    <StrictMode>
      <App queryClient={queryClient} router={router} />
    </StrictMode>,
  ),
);
