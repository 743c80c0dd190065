import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import { actorOf } from '../../organisation/directory/queries.js';
import { OpenSessions } from '../../organisation/session/open-sessions.js';
import { Clock } from '../../platform/clock.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import { liveChannel, readLiveChange, type AssignmentChange, type DocumentChange } from './live-change.js';
import type { LiveEvent } from './live-event.js';
import { LiveStream, type Listener } from './live-stream.js';
import { RecentChanges } from './recent-changes.js';
import { StreamIndex } from './stream-index.js';

/** How long events are gathered before they are sent, so that many at once reach the database and a reader as one. */
const gatherMs = 50;
const beatMs = 20_000;
/** A stream without a session lasts this long at most; whoever comes back shows its token anew. */
const sessionlessMs = 15 * 60_000;
/** The topic of changes under somebody's bell, before the id of the person. */
const bell = 'notifications:';
/** Of one person in one process; a browser opens one for each window. */
const mostPerPerson = 20;

/** The open connections of server-sent events of this process. Other processes tell it through the database. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Events');
  private readonly streams = new StreamIndex();
  private listening: Promise<void> | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private beating: NodeJS.Timeout | undefined;
  private stopped = false;
  private recent = new RecentChanges(Infinity);

  constructor(
    private readonly changes: ChangeFeed,
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
    private readonly documents: VisibleDocuments,
    private readonly sessions: OpenSessions,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a stream; all that is committed after this has resolved is told.
   * @param missed whether the listener has been here before, and may have missed something meanwhile
   * @param unheardMs for so long the listener has had its documents open unheard: what happened to them since is told
   * @throws Refusal tooMany, unavailable while the process stops
   */
  async open(listener: Listener, missed: boolean, unheardMs?: number): Promise<LiveStream> {
    if (this.streams.ofPerson(listener.personId).size >= mostPerPerson) {
      const message = say('You have {most} connections for events open; close some windows first.', {
        most: mostPerPerson,
      });
      throw new Refusal('tooMany', 'too-many-streams', message);
    }
    await this.listen();
    if (this.stopped) throw new Refusal('unavailable', 'stopping', 'The server is about to stop.');
    const stream: LiveStream = new LiveStream(listener, newId(), () => this.streams.remove(stream));
    this.streams.add(stream);
    if (listener.session === undefined) setTimeout(() => stream.end(), sessionlessMs).unref();
    if (missed) this.offer([stream], { type: 'resync' });
    else if (unheardMs !== undefined) this.tellUnheard(stream, this.nowMs - unheardMs);
    return stream;
  }

  private tellUnheard(stream: LiveStream, sinceMs: number): void {
    for (const document of stream.listener.documents) {
      const event = this.recent.since(document, sinceMs);
      if (event !== undefined) this.offer([stream], { type: 'document', document, event }, document);
    }
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }

  /** Before the server stops listening: it waits for open connections. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.gathering);
    clearInterval(this.beating);
    for (const stream of this.streams.all()) stream.end();
  }

  /** Nothing is listened to before somebody wants to know. */
  private listen(): Promise<void> {
    this.listening ??= this.begin().catch((error: unknown) => {
      this.listening = undefined;
      throw error;
    });
    return this.listening;
  }

  private async begin(): Promise<void> {
    this.recent = new RecentChanges(this.nowMs);
    await this.changes.listen(liveChannel, (payload) => this.hear(payload));
    this.changes.subscribe((topic) => {
      if (topic.startsWith('session:')) void this.endClosed();
      if (topic === 'organisation') void this.endClosed(this.directory.reload());
      if (topic.startsWith(bell)) this.offer(this.streams.ofPerson(topic.slice(bell.length)), { type: 'notification' });
    });
    this.beating = setInterval(() => {
      for (const stream of this.streams.all()) stream.beat();
      void this.endClosed();
    }, beatMs).unref();
  }

  private hear(payload: string): void {
    if (payload === '*') {
      this.recent.forget(this.nowMs);
      return this.offer(this.streams.all(), { type: 'resync' });
    }
    const change = readLiveChange(payload);
    if (change?.type === 'assignment') this.tellAssignment(change);
    if (change?.type === 'document') this.tellDocument(change);
  }

  private tellAssignment({ assignment, document, kind, people }: AssignmentChange): void {
    const event: LiveEvent = { type: 'inbox', assignment, document, kind };
    for (const person of people) this.offer(this.streams.ofPerson(person), event);
    for (const person of this.standIns(people)) this.offer(this.streams.ofPerson(person), event, document);
    this.tellDocument({ type: 'document', document, event: `assignment.${kind}` });
  }

  private tellDocument({ document, event }: DocumentChange): void {
    this.recent.note(document, event, this.nowMs);
    this.offer(this.streams.ofDocument(document), { type: 'document', document, event }, document);
  }

  /** Those who act for absent people now, at least in a part of what is theirs. */
  private standIns(people: readonly string[]): string[] {
    const now = this.clock.now().getTime();
    return this.directory
      .snapshot()
      .substitutions.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
      .filter(({ absentId }) => people.includes(absentId))
      .flatMap(({ substituteId }) => substituteId ?? []);
  }

  private offer(streams: Iterable<LiveStream>, event: LiveEvent, readable?: string): void {
    for (const stream of streams) {
      stream.offer(event, readable);
      this.streams.await(stream);
    }
    if (this.streams.awaited.size > 0 && !this.stopped) this.gathering ??= setTimeout(() => this.send(), gatherMs);
  }

  private send(): void {
    this.gathering = undefined;
    for (const stream of this.streams.takeAwaited()) {
      this.sendTo(stream).catch((error: unknown) => {
        // What was to be told is lost; the browser comes back and reads again.
        this.logger.warn(`A stream of events is ended: ${(error as Error).message}`);
        stream.end();
      });
    }
  }

  private async sendTo(stream: LiveStream): Promise<void> {
    const asked = stream.toBeReadable;
    if (asked.length === 0) return stream.flush(() => false);
    const actor = actorOf(this.directory.snapshot(), stream.listener.personId);
    const pointed = await this.work.run(actor, (context) => this.documents.pointers(context, asked));
    stream.flush((document) => pointed.get(document)?.visible === true);
  }

  /** Ends the streams whose session has ended, or whose person is not active any more. */
  private async endClosed(known = Promise.resolve()): Promise<void> {
    try {
      await known;
      const streams = [...this.streams.all()];
      if (streams.length === 0) return;
      const open = await this.sessions.among(streams.flatMap(({ listener }) => listener.session ?? []));
      const { persons } = this.directory.snapshot();
      for (const stream of streams) {
        const { personId, session } = stream.listener;
        if (!persons.get(personId)?.active || (session !== undefined && !open.has(session))) stream.end();
      }
    } catch (error) {
      this.logger.warn(`It could not be seen which sessions have ended: ${(error as Error).message}`);
    }
  }
}
