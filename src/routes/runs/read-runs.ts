import { Injectable } from '@nestjs/common';
import {
  accessSelection,
  grantedSql,
  VisibleDocuments,
  type AccessRow,
} from '../../documents/access/visible-documents.js';
import { ConfidentialReads } from '../../documents/access/confidential-reads.js';
import { shareHolders } from '../../organisation/access/shares.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { tell } from '../../platform/words/tell.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { AssignmentRow, AssignmentView } from '../assignments/assignment-row.js';
import { assignmentColumns, assignmentView } from '../assignments/assignment-row.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { activeElements } from '../engine/active-elements.js';
import type { RouteLibrary, TrailEntry } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';
import { personValue, type PersonValue } from '../assignments/performer-functions.js';
import { discretionaryTasks } from './discretionary-tasks.js';
import { likelyNext, type LikelyStep } from './likely-next.js';
import { elementStates, takenFlows, type ElementState, type TakenFlow } from './element-states.js';

interface RunRow {
  readonly id: string;
  readonly route: string;
  readonly route_version: number;
  readonly called_versions: Record<string, number>;
  readonly status: string;
  readonly state: RunState;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly document_id: string;
  readonly document_stream: string;
  readonly document_number: string;
  readonly document_title: string;
}

/** One run, with what its view shows besides. Times are as the database writes them. */
interface FullRow extends RunRow, AccessRow {
  readonly timers: readonly { readonly timer: string; readonly element: string; readonly due_at: string }[];
  readonly incidents: readonly {
    readonly id: string;
    readonly instance: string;
    readonly element: string;
    readonly message: string;
    readonly since: string;
  }[];
  readonly trails: readonly TrailEntry[][];
}

type InstanceRow = AssignmentRow & { readonly instance: string };

/** A run as lists show it. */
export interface RunSummary {
  readonly id: string;
  readonly route: string;
  readonly routeVersion: number;
  readonly document: { id: string; stream: string; number: string; title: string };
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** One run in full (api.md). */
export interface RunView extends RunSummary {
  readonly active: { instance: string; element: string; name: string; since: string; assignments: AssignmentView[] }[];
  readonly timers: { timer: string; element: string; dueAt: string }[];
  readonly incidents: RunIncidentView[];
  /** Tasks of ad-hoc sub-processes that can be issued now. */
  readonly discretionary: { element: string; name: string }[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** What a drawing of the route shows: of the main one, and of those that it calls. */
  readonly elements: RunElementView[];
  readonly flows: TakenFlow[];
  /** Where it may go from here: the nearest steps that people are asked at, or its end. Empty when it has ended. */
  readonly next: LikelyStep[];
  /** Versions of the routes that it calls, by key. */
  readonly calledVersions: Readonly<Record<string, number>>;
  readonly trail: TrailEntry[];
}

/** What the run cannot go on from by itself. */
export interface RunIncidentView {
  readonly id: string;
  readonly instance: string;
  readonly element: string;
  /** Key of the called route that has the element; absent for the main one. */
  readonly route?: string;
  readonly message: string;
  readonly since: string;
}

/** What has become of one element of the drawing. Times are ISO 8601. */
export interface RunElementView extends Omit<ElementState, 'since' | 'until'> {
  readonly since: string;
  readonly until?: string;
  /** Who has it or may take it; of a task that is done, who did it last. */
  readonly people: PersonValue[];
  /** Of a task that is done. */
  readonly outcome?: string;
}

/** Runs, for those who may read their documents. */
@Injectable()
export class ReadRuns {
  constructor(
    private readonly documents: VisibleDocuments,
    private readonly directory: Directory,
    private readonly routes: RouteRegistry,
    private readonly streams: StreamRegistry,
    private readonly confidential: ConfidentialReads,
  ) {}

  /** The runs of a document, newest first. */
  async ofDocument(context: Context, documentId: string): Promise<RunSummary[]> {
    return (await this.rows(context, documentId)).map(summary);
  }

  /** @throws Refusal notFound also when the actor may not read the document */
  async get(context: Context, id: string): Promise<RunView> {
    if (!isUuid(id)) throw unknownRun();
    // In one round trip, for whoever may see it or not.
    const [[row], assignments] = await Promise.all([
      context.tx.run<FullRow>(oneRun, [id, shareHolders(context.actor)]),
      context.tx.run<InstanceRow>(assignmentsOfRun, [id]),
    ]);
    if (!row || !this.documents.decide(context.actor, 'read', row).allowed) throw unknownRun();
    await this.confidential.note(context, { id: row.document_id, confidential: row.confidential });
    const pinned = { route: row.route, version: row.route_version, called: row.called_versions };
    const library = await this.routes.library(pinned);
    return {
      ...summary(row),
      active: this.active(context, row.state, library, assignments),
      timers: row.timers.map(({ timer, element, due_at }) => ({ timer, element, dueAt: iso(due_at) })),
      incidents: row.incidents.map(({ since, message, ...incident }) => {
        const route = row.state.instances[incident.instance]?.route;
        return {
          ...incident,
          ...(route === undefined ? {} : { route }),
          message: tell(context.actor.language, message),
          since: iso(since),
        };
      }),
      discretionary: discretionaryTasks(library, row.state).map(({ element, name }) => ({ element, name })),
      variables: row.state.variables,
      elements: this.elements(row, library, assignments),
      flows: takenFlows(row.trails.flat()),
      next: likelyNext(library, row.state),
      calledVersions: row.called_versions,
      trail: row.trails.flat(),
    };
  }

  private elements(row: FullRow, library: RouteLibrary, assignments: readonly InstanceRow[]): RunElementView[] {
    const { state } = row;
    return elementStates(library, state, row.trails.flat(), row.incidents).map(({ since, until, ...element }) => {
      const instances = Object.values(state.instances).filter(
        (one) => one.element === element.element && one.route === element.route,
      );
      const open = assignments.filter(({ instance }) => instances.some(({ id }) => id === instance));
      const step = element.route === undefined && element.state === 'done' ? state.steps[element.element] : undefined;
      return {
        ...element,
        since: new Date(since).toISOString(),
        ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
        people: step ? this.people([step.performer]) : this.people(open.flatMap(holders)),
        ...(step && step.outcome !== null ? { outcome: step.outcome } : {}),
      };
    });
  }

  /** Of ids, and of people as steps keep them. */
  private people(found: readonly unknown[]): PersonValue[] {
    const organisation = this.directory.snapshot();
    const ids = found.map((one) => (typeof one === 'object' && one !== null && 'id' in one ? one.id : one));
    return [...new Set(ids)].flatMap((id) => (typeof id === 'string' ? (personValue(organisation, id) ?? []) : []));
  }

  private active(
    context: Context,
    state: RunState,
    library: RouteLibrary,
    rows: readonly InstanceRow[],
  ): RunView['active'] {
    const { language } = context.actor;
    const surroundings = { organisation: this.directory.snapshot(), cards: this.streams.all(), language };
    return activeElements(state).map(({ instance, element, route, since }) => ({
      instance,
      element,
      name: (route === undefined ? library.main : library.called.get(route))?.nodes.get(element)?.name ?? element,
      since: new Date(since).toISOString(),
      assignments: rows.filter((row) => row.instance === instance).map((row) => assignmentView(row, surroundings)),
    }));
  }

  private async rows(context: Context, documentId: string): Promise<RunRow[]> {
    if (!isUuid(documentId)) return [];
    const parameters: unknown[] = [documentId];
    return context.tx.query<RunRow>(
      `SELECT ${runSelection} FROM route_run r JOIN document d ON d.id = r.document_id
       WHERE r.document_id = $1 AND ${this.documents.condition(context.actor, parameters)} ORDER BY r.started_at DESC, r.id DESC`,
      parameters,
    );
  }
}

const runSelection = `r.id, r.route, r.route_version, r.called_versions, r.status, r.state, r.started_at, r.finished_at,
  d.id AS document_id, d.stream AS document_stream, d.number AS document_number, d.title AS document_title`;

// Prepared, since planning it costs more than carrying it out; who may see it is decided on the row.
const oneRun = {
  name: 'run_in_full',
  text: `SELECT ${accessSelection}, ${grantedSql('$2')}, ${runSelection},
      (SELECT coalesce(json_agg(json_build_object('timer', t.timer, 'element', t.element, 'due_at', t.due_at) ORDER BY t.due_at), '[]')
        FROM route_timer t WHERE t.run_id = r.id) AS timers,
      (SELECT coalesce(json_agg(json_build_object('id', i.id, 'instance', i.instance, 'element', i.element, 'message', i.message, 'since', i.since)
        ORDER BY i.since), '[]') FROM incident i WHERE i.run_id = r.id AND i.resolved_at IS NULL) AS incidents,
      (SELECT coalesce(json_agg(e.trail ORDER BY e.sequence), '[]') FROM route_run_event e WHERE e.run_id = r.id) AS trails
    FROM route_run r JOIN document d ON d.id = r.document_id WHERE r.id = $1`,
};
const assignmentsOfRun = {
  name: 'run_assignments',
  text: `SELECT ${assignmentColumns}, a.instance FROM assignment a JOIN document d ON d.id = a.document_id
    WHERE a.run_id = $1 AND a.closed_at IS NULL`,
};
function holders({ performer_id: performer, candidates }: InstanceRow): string[] {
  return performer === null ? candidates : [performer];
}

function unknownRun(): Refusal {
  return new Refusal('notFound', 'unknown-run', 'There is no such run.');
}

function iso(time: string): string {
  return new Date(time).toISOString();
}

function summary(row: RunRow): RunSummary {
  return {
    id: row.id,
    route: row.route,
    routeVersion: row.route_version,
    document: {
      id: row.document_id,
      stream: row.document_stream,
      number: row.document_number,
      title: row.document_title,
    },
    state: row.status,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
