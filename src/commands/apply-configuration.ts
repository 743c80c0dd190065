import { resolve } from 'node:path';
import { PublishConfiguration } from '../configuration/publish-configuration.js';
import { withApplication } from './with-application.js';

/** `millrace config apply [folder]`: publishes what is sound and has changed. 2 when something is not sound. */
export function applyConfiguration(folder: string): Promise<number> {
  return withApplication(async (app) => {
    const { published, problems, warnings } = await app.get(PublishConfiguration).fromFolder(resolve(folder));
    for (const line of [...problems, ...warnings]) console.log(line);
    console.log(published.length === 0 ? 'Nothing has changed.' : `Published: ${published.join(', ')}`);
    return problems.length === 0 ? 0 : 2;
  });
}
