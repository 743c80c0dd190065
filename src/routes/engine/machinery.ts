import { handlerEnded } from './compensation.js';
import { confirmed } from './confirmation.js';
import type { Machinery } from './draft.js';
import { elements } from './elements/registry.js';
import { startLoop, turnEnded } from './loops.js';

/** What every draft works with. */
export const machinery: Machinery = { elements, startLoop, turnEnded, confirmed, handlerEnded };
