import { bearer, type Call, type OrganisationApp } from './organisation-app.js';

interface Named {
  readonly key: string;
  readonly login: string;
  readonly until: string | null;
}

/** As far as the tests look into it. */
type Body = Readonly<Record<string, unknown>> & {
  readonly items: Named[];
  readonly heads: Named[];
  readonly head: Named | null;
  readonly nextCursor: string | null;
};

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Body;
}

type Method = NonNullable<Call['method']>;

/** The administrator of the demo organisation, at work over the API. */
export class Administrator {
  private token = '';

  private constructor(private readonly organisation: OrganisationApp) {}

  static async of(organisation: OrganisationApp): Promise<Administrator> {
    const admin = new Administrator(organisation);
    await admin.signIn();
    return admin;
  }

  /** A session lasts 12 hours; where a test moves the clock, it needs a new one. */
  async signIn(): Promise<void> {
    this.token = (await this.organisation.signIn('admin')).token;
  }

  async ask(method: Method, url: string, body?: object, more: Record<string, string> = {}): Promise<Answer> {
    const call = { method, url, headers: { ...bearer(this.token), ...more }, ...(body && { body }) };
    return (await this.organisation.call(call)) as unknown as Answer;
  }

  /** Changes with the version that is in force. */
  async change(url: string, body: object): Promise<Answer> {
    const { headers } = await this.ask('GET', url);
    return this.ask('PATCH', url, body, { 'if-match': String(headers['etag']) });
  }

  /** What the log says of the last change of this kind. */
  async audited(verb: string): Promise<Record<string, unknown> | undefined> {
    const statement = 'SELECT before, after FROM audit_entry WHERE verb = $1 ORDER BY at DESC, id DESC LIMIT 1';
    return (await this.organisation.write(statement, [verb]))[0];
  }
}
