import pg from 'pg';
import { TellJob } from '../../src/notifications/notices/tell.job.js';
import { Clock } from '../../src/platform/clock.js';
import type { Api, List } from './api.js';
import { startApp, type AppOptions, type RunningApp } from './app.js';
import { drawRoute } from './draw-route.js';

/** A notification as tests look at it. */
export interface Told {
  readonly id: string;
  readonly event: string;
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly document: { readonly id: string; readonly number: string };
  readonly assignment: string | null;
  readonly count: number;
}

export type ToldPage = List<Told> & { readonly unread: number; readonly nextCursor: string | null };

export interface StartedAssignment {
  readonly document: { readonly id: string; readonly number: string };
  readonly run: string;
  readonly assignment: { readonly id: string; readonly dueAt: string };
}

const logins = [
  'admin',
  'clerk',
  'manager',
  'manager2',
  'head',
  'lawyer',
  'cfo',
  'ceo',
  'secretary',
  'warehouse',
] as const;
export type Login = (typeof logins)[number];

/** Noon of a working day in Vilnius, so that nothing depends on the hour at which the tests run. */
const noon = Date.parse('2027-02-03T10:00:00Z');

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const outcomes = '<millrace:outcome key="approve" /><millrace:outcome key="reject" reasonRequired="true" />';
const instructions =
  '<millrace:instruction lang="en">Look through</millrace:instruction><millrace:instruction lang="ru">Посмотреть договор</millrace:instruction>';
const oneTask = (attributes: string) =>
  `<startEvent id="begin" />${flow('begin', 'look')}<userTask id="look" name="Look through"><extensionElements>
   <millrace:assignment ${attributes}>${instructions}${outcomes}</millrace:assignment></extensionElements></userTask>
   ${flow('look', 'end')}<endEvent id="end" />`;

/** The whole program with demo people signed in, a clock of its own at noon, and routes of one task each. */
export class ToldApp {
  private clients = 0;

  private constructor(
    private readonly now: { ms: number },
    readonly running: RunningApp,
    readonly as: Readonly<Record<Login, Api>>,
    readonly sql: pg.Client,
  ) {}

  /** Jobs are not carried out by themselves: tests tell, send and deliver when they want to. */
  static async start(options: AppOptions = {}): Promise<ToldApp> {
    const running = await startApp({ worker: false, ...options });
    const sql = new pg.Client(running.databaseUrl);
    await sql.connect();
    const now = { ms: noon };
    running.app.get(Clock).now = () => new Date(now.ms);
    const apis = await Promise.all(logins.map(async (login) => [login, await running.api(login)] as const));
    const told = new ToldApp(now, running, Object.fromEntries(apis) as Record<Login, Api>, sql);
    await told.publish('one', oneTask(`performer='post("lawyer")' due="8 working hours"`));
    await told.publish('offered', oneTask(`candidates='unit("sales").members'`));
    await told.publish('controlled', oneTask(`performer='post("lawyer")' controller='post("head")' acceptance="true"`));
    return told;
  }

  /** The time of the program. */
  get nowMs(): number {
    return this.now.ms;
  }

  set nowMs(ms: number) {
    this.now.ms = ms;
  }

  async stop(): Promise<void> {
    await this.sql.end();
    await this.running.stop();
  }

  async publish(key: string, elements: string): Promise<void> {
    const type = { 'content-type': 'application/xml' };
    await this.as.admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), type);
  }

  /** Nobody has been told anything. */
  async forget(): Promise<void> {
    await this.sql.query('DELETE FROM notification');
  }

  async newDocument(login: Login = 'manager'): Promise<StartedAssignment['document']> {
    return this.as[login].post('/api/streams/clients/documents', {
      fields: { name: `Told client ${(this.clients += 1)}` },
    });
  }

  /** A document on a route, started by the administrator. */
  async begin(route: string): Promise<StartedAssignment> {
    const document = await this.newDocument();
    const started = await this.as.admin.post<{ id: string }>(`/api/documents/${document.id}/runs`, {
      route: `test/${route}`,
    });
    const { items } = await this.as.admin.get<List<StartedAssignment['assignment']>>(
      `/api/assignments?document=${document.id}`,
    );
    return { document, run: started.id, assignment: items[0] };
  }

  act(login: Login, assignment: string, what: string, body: object = {}): Promise<unknown> {
    return this.as[login].post(`/api/assignments/${assignment}/${what}`, body);
  }

  tell(): Promise<void> {
    return this.running.app.get(TellJob).tellAll();
  }

  bell(login: Login, query = ''): Promise<ToldPage> {
    return this.as[login].get(`/api/notifications${query}`);
  }

  async titles(login: Login): Promise<string[]> {
    return (await this.bell(login)).items.map(({ title }) => title);
  }

  async events(login: Login): Promise<string[]> {
    return (await this.bell(login)).items.map(({ event }) => event);
  }
}
