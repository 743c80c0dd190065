import { serve } from './serve.js';

/** The API, the forms and the worker in one process. */
await serve({ web: true, worker: true });
