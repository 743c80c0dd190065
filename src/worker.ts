import { serve } from './serve.js';

/** The worker alone: jobs and mailboxes. */
await serve({ web: false, worker: true });
