import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { AttemptRule } from '../session/attempt-limit.js';
import { Attempts } from '../session/attempts.js';
import type { SessionPlace } from '../session/sessions.js';
import { SignIn, type SignedIn } from '../session/sign-in.js';
import { BegunSignIns } from './begun-sign-ins.js';
import { OpenIdClient } from './open-id-client.js';
import { ProviderPeople } from './provider-people.js';

/** One address: generous, since a whole office may share one. */
const perAddress: AttemptRule = { most: 300, windowMs: 15 * 60_000 };

export interface ProviderReturn extends SessionPlace {
  /** As it came, without the question mark. */
  readonly query: string;
  /** What the browser that began keeps in its cookie. */
  readonly browser: string | undefined;
  readonly replaces: string | undefined;
}

/**
 * Signs people in who have shown at the provider who they are: those whom it knows by its subject, and at first those
 * whose address it vouches for. What it asks beside a password is its own concern.
 */
@Injectable()
export class SignInByProvider {
  constructor(
    private readonly client: OpenIdClient,
    private readonly begun: BegunSignIns,
    private readonly people: ProviderPeople,
    private readonly signIn: SignIn,
    private readonly attempts: Attempts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Where the browser goes to sign in, and what it keeps meanwhile, so that nobody can be made to end what another began.
   * @param leadsTo where it goes afterwards: a path of this app
   * @throws Refusal notFound without a provider, unavailable, tooMany
   */
  async begin(address: string, leadsTo: string): Promise<{ url: string; browser: string }> {
    await this.attempts.takeOrRefuse([[`provider ${address}`, perAddress]], say('Too many attempts to sign in.'));
    const { url, checks } = await this.client.begin();
    return { url, browser: await this.begun.keep(checks, leadsTo) };
  }

  /** @throws Refusal unauthenticated with the reason as its code */
  async finish(request: ProviderReturn): Promise<SignedIn & { readonly leadsTo: string }> {
    const { query, browser, address } = request;
    try {
      const begun = await this.begun.take(new URLSearchParams(query).get('state') ?? '', browser);
      const claims = await this.client.finish(query, begun);
      const actor = await this.signIn.actorFor(await this.people.find(address, claims));
      const session = await this.unitOfWork.run(actor, (context) =>
        this.signIn.begin(context, 'provider', { ...request, remember: false }),
      );
      return { ...session, actor, leadsTo: begun.leadsTo };
    } catch (error) {
      if (error instanceof Refusal) await this.people.tellRefused(address, error.code);
      throw error;
    }
  }
}
