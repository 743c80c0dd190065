import { EventEmitter } from 'node:events';
import { Engine, type BpmnEngineOptions } from 'bpmn-engine';
import { answerOf, type Drawing, type RunOnce } from './drawings.js';

/** A task, event or gateway, as its listeners get it. */
interface ElementApi {
  readonly id: string;
  readonly type: string;
  readonly content: { readonly isMultiInstance?: boolean; readonly isRootScope?: boolean };
  readonly environment: { readonly variables: Record<string, unknown> };
  signal(): void;
}

/** Our conditions and numbers are FEEL; here they are plain functions, which cost it nothing. */
const expressions = {
  resolveExpression: (text: string, scope: { environment: { variables: Record<string, unknown> } }): unknown => {
    if (text === 'outcome = "approve"') return scope.environment.variables['outcome'] === 'approve';
    return /^\d+$/.test(text) ? Number(text) : text;
  },
  isExpression: () => false,
  hasExpression: () => false,
};

const silent = { debug: () => undefined, error: () => undefined, warn: () => undefined };
const options = {
  expressions,
  Logger: () => silent,
  // Without the history that it would keep for recovery: its quickest way.
  settings: { disableTrackState: true, skipDiscard: true },
};

/** Prepares a drawing for bpmn-engine: read once, as its `sourceContext`. */
export async function bpmnEngine(drawing: Drawing): Promise<RunOnce> {
  const [definition] = await new Engine({ ...options, source: drawing.xml }).getDefinitions();
  const sourceContext: unknown = definition?.environment.options['source'];
  return () => runOnce(drawing, sourceContext);
}

async function runOnce(drawing: Drawing, sourceContext: unknown): Promise<number> {
  const visits = new Map<string, number>();
  const listener = new EventEmitter();
  let completed = 0;
  listener.on('activity.wait', (api: ElementApi) => {
    if (api.type !== 'bpmn:UserTask') return;
    const visit = visits.get(api.id) ?? 0;
    visits.set(api.id, visit + 1);
    if (api.content.isMultiInstance === true) completed += 1;
    api.environment.variables['outcome'] = answerOf(drawing, api.id, visit);
    // Outside of the event, so that a route of many tasks does not become one deep call.
    queueMicrotask(() => api.signal());
  });
  listener.on('activity.end', () => (completed += 1));
  const engine = new Engine({
    ...options,
    name: drawing.name,
    sourceContext: sourceContext as BpmnEngineOptions['sourceContext'],
  });
  const ended = engine.waitFor('end');
  await engine.execute({ listener });
  await ended;
  return completed;
}
