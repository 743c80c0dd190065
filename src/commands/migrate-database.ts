import { loadConfig } from '../platform/config.js';
import { migrate } from '../platform/database/data-source.js';
import { withDatabase } from './with-application.js';

/** `millrace migrate` */
export function migrateDatabase(): Promise<number> {
  return withDatabase(loadConfig(), async (url) => {
    const done = await migrate(url);
    console.log(done.length === 0 ? 'The schema is up to date.' : `Applied: ${done.join(', ')}`);
    return 0;
  });
}
