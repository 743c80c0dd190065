import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import { loadDocument, type DocumentRow } from '../../documents/document-row.js';
import { documentScope } from '../../documents/document-scope.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { systemActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { headOfPerson } from '../../organisation/directory/queries.js';
import type { Organisation, Person } from '../../organisation/directory/organisation.js';
import { MailQueue } from '../../output/mail/mail-queue.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { tell } from '../../platform/words/tell.js';
import { say, type Value } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { isLanguage, textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { DueStep } from '../../worktime/due-trail.js';
import { explainDue } from '../../worktime/explain-due.js';
import { reminderLetter } from '../assignments/ladder/reminder-letter.js';
import { matterOf } from '../assignments/matter-of.js';
import { StepPools } from '../assignments/performer-pools.js';
import { resolvePerformer } from '../assignments/resolve-performer.js';

const job = 'routes.climb-ladder';
const everyMs = 30_000;
const batch = 200;

interface DueRung {
  readonly rung: number;
  readonly action: 'remind' | 'notify-head' | 'reassign';
  readonly target: string | null;
  readonly id: string;
  readonly document_id: string;
  readonly performer_id: string | null;
  readonly candidates: string[];
  readonly excluded: string[];
  readonly instruction: LocalisedText;
  readonly due_because: DueStep[] | null;
  readonly step: string | null;
}

/** What a rung came to; `problem` is shown by the list of what does not move. */
type RungResult = { readonly told: readonly string[] } | { readonly to: string } | { readonly problem: string };

/** What letters need of the organisation and where they lead to. */
@Injectable()
export class ReminderMails {
  constructor(
    private readonly mails: MailQueue,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** Queues a letter to each who has an address; answers the names of those. */
  async send(
    context: Context,
    {
      kind,
      people,
      rung,
      document,
      performer,
    }: {
      kind: 'reminder' | 'overdue';
      people: readonly Person[];
      rung: DueRung;
      document: DocumentRow;
      performer: string;
    },
  ): Promise<string[]> {
    const told: string[] = [];
    for (const person of people) {
      if (person.email === null) continue;
      const language: Language = isLanguage(person.language) ? person.language : 'en';
      const letter = reminderLetter(
        {
          kind,
          recipient: person.name,
          performer,
          instruction: textIn(language, rung.instruction),
          document,
          due: rung.due_because === null ? '' : explainDue(rung.due_because, language),
          link: `${this.config.publicUrl}/documents/${document.id}`,
        },
        language,
      );
      await this.mails.add(context, {
        kind: `assignment-${kind}`,
        documentId: document.id,
        to: [{ address: person.email, name: person.name }],
        autoSubmitted: 'auto-generated',
        key: `rung-${rung.id}-${rung.rung}-${person.id}`,
        ...letter,
      });
      told.push(person.name);
    }
    return told;
  }
}

/**
 * Reminds, tells the head, hands over: the rungs of the ladders of open assignments, each once at its time. What is laid
 * aside or reported waits; what is closed is passed over.
 */
@Injectable()
export class ClimbLadder implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly letters: ReminderMails,
  ) {}

  onModuleInit(): void {
    this.registry.register(job, async () => {
      while ((await this.work.run(systemActor, (context) => this.climb(context))) === batch);
      await this.work.run(systemActor, (context) => this.plan(context, everyMs));
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Carries out what is due, at most a batch; answers how many rungs that were. */
  async climb(context: Context): Promise<number> {
    const pools = await poolsOfDue(context);
    const due = await context.tx.query<DueRung>(dueRungs, [context.now]);
    for (const rung of due) {
      const document = await loadDocument(context.tx, rung.document_id);
      if (!document) continue;
      const result = await this.carryOut(context, rung, document, pools);
      await context.tx.query(
        'UPDATE assignment_rung SET done_at = $3, result = $4 WHERE assignment_id = $1 AND rung = $2',
        [rung.id, rung.rung, context.now, JSON.stringify(result)],
      );
    }
    return due.length;
  }

  private async carryOut(
    context: Context,
    rung: DueRung,
    document: DocumentRow,
    pools: StepPools,
  ): Promise<RungResult> {
    const organisation = this.directory.snapshot();
    const having = [rung.performer_id, ...rung.candidates].flatMap((id) => active(organisation, id) ?? []);
    const performer = having.map(({ name }) => name).join(', ');
    if (rung.action === 'reassign') return this.reassign(context, rung, { document, having, pools });
    const reminds = rung.action === 'remind';
    const people = reminds ? having : headsOf(organisation, having);
    const kind = reminds ? 'reminder' : 'overdue';
    const told = await this.letters.send(context, { kind, people, rung, document, performer });
    if (reminds) await context.tx.query('UPDATE assignment SET reminded_at = $2 WHERE id = $1', [rung.id, context.now]);
    await this.tell(context, rung, reminds ? 'assignment.reminded' : 'assignment.escalated', {
      people: people.map(({ name }) => name),
      peopleIds: people.map(({ id }) => id),
      mailed: told,
    });
    if (people.length > 0) return { told };
    return { problem: tell('en', say('"{step}" is late, and there is nobody to tell.', { step: nameOf(rung) })) };
  }

  /** To whom the drawing says, or else to the head of who has it. */
  private async reassign(
    context: Context,
    rung: DueRung,
    { document, having, pools }: { document: DocumentRow; having: readonly Person[]; pools: StepPools },
  ): Promise<RungResult> {
    const organisation = this.directory.snapshot();
    const facts = documentScope(document, this.streams.get(document.stream), organisation);
    const head = headsOf(organisation, having)[0];
    const source = rung.target ?? 'head';
    await pools.prepare(source);
    const found = resolvePerformer(
      {
        organisation,
        scope: { ...facts, head: head ? { id: head.id, login: head.login, name: head.name } : null },
        atMs: context.now.getTime(),
        excluded: new Map(rung.excluded.map((id) => [id, 'the step before'])),
        matter: matterOf(this.streams.all(), document),
        pools,
      },
      source,
    );
    if ('failure' in found) {
      const { failure } = found;
      return { problem: tell('en', say('"{step}" is late. {failure}', { step: nameOf(rung), failure })) };
    }
    const { performerId, candidateIds, actingForId } = found;
    pools.assigned(performerId);
    await pools.save();
    await context.tx.query(
      `UPDATE assignment SET state = $2, performer_id = $3, candidates = $4, acting_for_id = $5, opened_at = NULL,
         waiting_since = $6, version = version + 1 WHERE id = $1`,
      [rung.id, performerId === null ? 'ready' : 'reserved', performerId, candidateIds, actingForId, context.now],
    );
    const readers = performerId === null ? candidateIds : [performerId];
    await grantAccess(context.tx, document.id, [...readers], 'assignment');
    const to = readers.flatMap((id) => organisation.persons.get(id)?.name ?? []).join(', ');
    await this.tell(context, rung, 'assignment.handed-over', { from: having.map(({ name }) => name), to });
    return { to };
  }

  private async tell(context: Context, rung: DueRung, event: string, detail: object): Promise<void> {
    const about = { assignment: rung.id, step: rung.step, rung: rung.rung };
    await writeHistory(context, rung.document_id, event, { ...about, ...detail });
  }

  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    await this.jobs.add(tx, job, {}, { key: job, runAt: new Date(now.getTime() + inMs) });
  }
}

/** How people know the assignment. */
function nameOf({ step }: DueRung): Value {
  return step ?? say('An assignment');
}

function active(organisation: Organisation, id: string | null): Person | undefined {
  const person = id === null ? undefined : organisation.persons.get(id);
  return person?.active ? person : undefined;
}

function headsOf(organisation: Organisation, people: readonly Person[]): Person[] {
  return [...new Set(people.flatMap(({ id }) => headOfPerson(organisation, id) ?? []))];
}

/** Locked before any assignment is, as steps of runs do it. */
async function poolsOfDue({ tx, now }: Context): Promise<StepPools> {
  const rows = await tx.query<{ target: string }>(dueTargets, [now]);
  const texts = rows.map(({ target }) => target);
  const pools = new StepPools(tx, () => texts);
  for (const text of texts) await pools.prepare(text);
  return pools;
}

const dueTargets = `
  SELECT DISTINCT target FROM assignment_rung
  WHERE done_at IS NULL AND due_at <= $1 AND action = 'reassign' AND target ~ '(leastLoaded|roundRobin)'`;

// A decision at the same moment has the row first, or finds what was done; nobody waits for the other.
const dueRungs = `
  SELECT g.rung, g.action, g.target, a.id, a.document_id, a.performer_id, CASE WHEN a.performer_id IS NULL THEN a.candidates ELSE '{}' END AS candidates,
    a.excluded, a.instruction, a.due_because, a.step ->> 'name' AS step
  FROM assignment_rung g JOIN assignment a ON a.id = g.assignment_id
  WHERE g.done_at IS NULL AND g.due_at <= $1 AND a.state IN ('ready', 'reserved', 'in-progress', 'returned')
  ORDER BY g.due_at, a.id, g.rung LIMIT ${batch} FOR UPDATE OF a, g SKIP LOCKED`;
