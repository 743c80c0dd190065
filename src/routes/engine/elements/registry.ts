import type { ElementRegistry } from '../draft.js';
import { action } from './action.js';
import { boundary } from './boundary.js';
import { call } from './call.js';
import { catchEvent } from './catch.js';
import { end } from './end.js';
import { eventGateway } from './event-gateway.js';
import { exclusive } from './exclusive.js';
import { inclusive } from './inclusive.js';
import { parallel } from './parallel.js';
import { pass } from './pass.js';
import { receive } from './receive.js';
import { rule } from './rule.js';
import { scope } from './scope.js';
import { script } from './script.js';
import { start } from './start.js';
import { throwEvent } from './throw.js';
import { user } from './user.js';

/** Every kind of element and what it does. */
export const elements: ElementRegistry = {
  start,
  end,
  throw: throwEvent,
  catch: catchEvent,
  boundary,
  user,
  pass,
  action,
  script,
  rule,
  receive,
  call,
  scope,
  exclusive,
  parallel,
  inclusive,
  'event-gateway': eventGateway,
};
