import { existsSync } from 'node:fs';
import { playLetter } from './demo-story/letter.mjs';
import { connect } from './demo-story/office.mjs';
import { playStory } from './demo-story/story.mjs';
import { checkNode } from './support/packages.mjs';
import { root } from './support/places.mjs';
import { script } from './support/say.mjs';

/** `npm run demo:story`: from a letter and a web form to a signed contract, against a running Millrace with demo data. */
await script(async () => {
  process.chdir(root);
  checkNode();
  if (existsSync('.env')) process.loadEnvFile('.env');
  const address = process.env.PUBLIC_URL || `http://127.0.0.1:${process.env.PORT || 3000}`;
  const office = await connect(address.replace(/\/+$/, ''));
  await playLetter(office);
  await playStory(office);
  return 0;
});
