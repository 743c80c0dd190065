/**
 * A real OpenID Connect provider as a process of its own. It asks nobody anything: whoever comes is the account named by
 * `as` in the address of the interaction. Arguments: its port, the address that people are sent back to, and the accounts
 * as JSON {name: claims}. Says "ready" when it listens.
 */
import Provider from 'oidc-provider';

const [port, redirectUri, accounts] = process.argv.slice(2);
const people = JSON.parse(accounts);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'millrace',
      client_secret: 'the secret of the client, long enough',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [new URL('/sign-in', redirectUri).href],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  cookies: { keys: ['cookies of a test'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const result = ctx.query.as === undefined ? { error: 'access_denied' } : { login: { accountId: ctx.query.as } };
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  ctx.respond = false;
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
