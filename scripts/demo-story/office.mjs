import { Stop } from '../support/say.mjs';

const patienceMs = 60_000;

/** The people of the demo organisation at the HTTP API of one server. */
export async function connect(url) {
  await checkReady(url);
  const desks = new Map();
  const desk = async (login) => {
    if (!desks.has(login)) desks.set(login, await signIn(url, login));
    return desks.get(login);
  };
  return { url, desk, public: client(url) };
}

async function checkReady(url) {
  const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
  if (answer?.ok) return;
  const what = answer ? `Something else answers at ${url}.` : `Nothing listens at ${url}.`;
  throw new Stop(
    `${what} Start Millrace in another terminal: npm start – or name its address: PUBLIC_URL=http://… npm run demo:story`,
  );
}

async function signIn(url, login) {
  const { status, body } = await client(url).call('POST', '/api/session', { login, password: 'demo' });
  if (status < 300) return client(url, body.token);
  throw new Stop(
    `"${login}" cannot sign in (${body.detail ?? status}). The story needs the demo organisation: DEMO=true npm start`,
  );
}

/** JSON calls with the token of one person. */
function client(url, token) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const call = async (method, path, payload, headers = {}) => {
    const plain = payload !== undefined && !(payload instanceof FormData);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization, ...(plain ? { 'content-type': 'application/json' } : {}), ...headers },
      body: plain ? JSON.stringify(payload) : payload,
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const expected = async (method, path, payload, headers) => {
    const { status, body } = await call(method, path, payload, headers);
    if (status < 300) return body;
    throw new Stop(`${method} ${path} answered ${status}: ${body.detail ?? body}${problems(body)}`);
  };
  return {
    call,
    get: (path) => expected('GET', path),
    post: (path, payload, headers) => expected('POST', path, payload, headers),
  };
}

function problems({ errors = [] }) {
  return errors.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
}

/** Looks until there is something to see. */
export async function until(what, look) {
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Stop(
    `Waited ${patienceMs / 1000} s in vain until ${what}. Does the worker run? "npx millrace doctor" looks at what it needs.`,
  );
}

/** The assignment of a step that `desk` has on a document. */
export function assignment(desk, documentId, element) {
  return until(`the step "${element}" is issued`, async () => {
    const { items } = await desk.get(`/api/assignments?mine=true&document=${documentId}`);
    return items.find(({ step, state }) => step?.element === element && state !== 'completed');
  });
}
