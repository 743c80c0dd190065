import type { Drawing, Ends } from './drawing.js';

/** What has to do with events, transactions, calls, and tasks that are not done in turn. */
export const eventKinds = [
  'deferred',
  'watched',
  'interrupted',
  'called',
  'ad-hoc',
  'undone',
  'transaction',
  'thrown',
  'escalated',
  'linked',
  'failing',
  'terminated',
  'repeated',
  'waiting',
] as const;

/** A block around two others; `flavour` says which of its kind. */
export interface EventBlock<Block> {
  readonly kind: 'event';
  readonly what: (typeof eventKinds)[number];
  readonly inner: Block;
  readonly other: Block;
  readonly flavour: number;
}

interface Parts<Block> {
  ends(block: Block): Ends;
  /** With a start and an end event. */
  scope(block: Block): void;
}

const message = '<bpmn:messageEventDefinition messageRef="message"/>';
const signal = '<bpmn:signalEventDefinition signalRef="signal"/>';
const timer = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
const cycle = '<bpmn:timerEventDefinition><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>';
const conditional =
  '<bpmn:conditionalEventDefinition><bpmn:condition>n &gt; 3</bpmn:condition></bpmn:conditionalEventDefinition>';
const error = '<bpmn:errorEventDefinition errorRef="error"/>';
const escalation = '<bpmn:escalationEventDefinition escalationRef="escalation"/>';
const compensation = '<bpmn:compensateEventDefinition/>';
const action = '<bpmn:extensionElements><millrace:action name="note" result="noted"/></bpmn:extensionElements>';

/** Draws a block of events; it has one way in and one way out. */
export function drawEvents<Block>(drawing: Drawing, block: EventBlock<Block>, parts: Parts<Block>): Ends {
  return drawers[block.what](drawing, block, parts);
}

type Draw = <Block>(drawing: Drawing, block: EventBlock<Block>, parts: Parts<Block>) => Ends;

const one = <T>(list: readonly [T, ...T[]], flavour: number): T => list[flavour % list.length] ?? list[0];
const single = (id: string): Ends => [id, id];
const boundary = (drawing: Drawing, host: string, definition: string, interrupting = true): string =>
  drawing.element('boundaryEvent', definition, ` attachedToRef="${host}" cancelActivity="${interrupting}"`);

/** What comes by several ways goes on by one. */
function merged(drawing: Drawing, ...ways: string[]): string {
  const out = drawing.element('exclusiveGateway');
  for (const way of ways) drawing.flow(way, out);
  return out;
}

/** A way that begins by an event beside and ends by itself. */
function beside<Block>(drawing: Drawing, event: string, block: Block, parts: Parts<Block>): void {
  const [first, last] = parts.ends(block);
  drawing.flow(event, first);
  drawing.flow(last, drawing.element('endEvent'));
}

/** Whatever comes first decides. */
const deferred: Draw = (drawing, { inner, other, flavour }, parts) => {
  const gateway = drawing.element('eventBasedGateway');
  const out = drawing.element('exclusiveGateway');
  const events = [one([message, signal], flavour), one([timer, conditional], flavour >> 1)];
  for (const [index, definition] of events.entries()) {
    const event = drawing.element('intermediateCatchEvent', definition);
    const [first, last] = parts.ends(index === 0 ? inner : other);
    drawing.flow(gateway, event);
    drawing.flow(event, first);
    drawing.flow(last, out);
  }
  return [gateway, out];
};

/** A sub-process with an event sub-process. */
const watched: Draw = (drawing, { inner, other, flavour }, parts) => {
  const definition = one([message, timer, signal, conditional, error, escalation], flavour);
  const interrupting = definition === error || flavour < 6;
  const event = (): void => {
    const begin = drawing.element('startEvent', definition, ` isInterrupting="${interrupting}"`);
    beside(drawing, begin, other, parts);
  };
  const content = (): void => {
    parts.scope(inner);
    drawing.container('subProcess', event, '', ' triggeredByEvent="true"');
  };
  return single(drawing.container('subProcess', content));
};

/** A boundary event; one that does not interrupt begins a way of its own. */
const interrupted: Draw = (drawing, { inner, other, flavour }, parts) => {
  const host = drawing.container('subProcess', () => parts.scope(inner));
  const interrupting = flavour < 6;
  const definition = one([message, cycle, signal, conditional, escalation, timer], flavour);
  const event = boundary(drawing, host, definition, interrupting);
  if (interrupting) return [host, merged(drawing, host, event)];
  beside(drawing, event, other, parts);
  return single(host);
};

const called: Draw = (drawing, { inner, flavour }, parts) => {
  const key = drawing.id('called');
  drawing.called.set(
    key,
    drawing.apart(() => parts.scope(inner)),
  );
  const mappings = `<bpmn:extensionElements>${['n', 'again'].map((name) => `<millrace:in source="${name}" target="${name}"/>`).join('')}<millrace:out source="n" target="n"/></bpmn:extensionElements>`;
  const activity = drawing.element('callActivity', mappings, ` calledElement="${key}"`);
  return flavour % 2 === 0
    ? single(activity)
    : [activity, merged(drawing, activity, boundary(drawing, activity, error))];
};

const adHoc: Draw = (drawing, { flavour }) => {
  const tasks = (): void => {
    drawing.element('userTask');
    drawing.element('userTask');
  };
  const ordering = flavour % 2 === 0 ? '' : ' ordering="Sequential"';
  const completion = flavour % 3 === 0 ? '<bpmn:completionCondition>again</bpmn:completionCondition>' : '';
  return single(drawing.container('adHocSubProcess', () => void tasks(), completion, ordering));
};

/** A task that can be undone. */
function undoable(drawing: Drawing): string {
  const task = drawing.element('userTask');
  const event = boundary(drawing, task, compensation);
  const handler = drawing.element('userTask', '', ' isForCompensation="true"');
  drawing.xml += `<bpmn:association id="${drawing.id('as')}" sourceRef="${event}" targetRef="${handler}" associationDirection="One"/>`;
  return task;
}

/** Something done, and undone later on. */
const undone: Draw = (drawing, { inner, flavour }, parts) => {
  const content = (): void => {
    const task = undoable(drawing);
    const [first, last] = parts.ends(inner);
    drawing.flow(drawing.element('startEvent'), task);
    drawing.flow(task, first);
    const definition = flavour % 2 === 0 ? compensation : `<bpmn:compensateEventDefinition activityRef="${task}"/>`;
    const type = flavour % 3 === 0 ? 'endEvent' : 'intermediateThrowEvent';
    const thrower = drawing.element(type, definition);
    drawing.flow(last, thrower);
    if (type !== 'endEvent') drawing.flow(thrower, drawing.element('endEvent'));
  };
  return single(drawing.container('subProcess', content));
};

const transaction: Draw = (drawing, { inner }, parts) => {
  const content = (): void => {
    const task = undoable(drawing);
    const [first, last] = parts.ends(inner);
    const choice = drawing.element('exclusiveGateway');
    drawing.flow(drawing.element('startEvent'), task);
    drawing.flow(task, first);
    drawing.flow(last, choice);
    drawing.flow(choice, drawing.element('endEvent', '<bpmn:cancelEventDefinition/>'), 'again');
    drawing.flow(choice, drawing.element('endEvent'), 'not(again)');
  };
  const host = drawing.container('transaction', content);
  return [host, merged(drawing, host, boundary(drawing, host, '<bpmn:cancelEventDefinition/>'))];
};

/** Something is thrown, and waited for elsewhere. */
const thrown: Draw = (drawing, { inner, flavour }, parts) => {
  const [first, last] = parts.ends(inner);
  const event = drawing.element('intermediateThrowEvent', one([signal, message, ''], flavour));
  drawing.flow(event, first);
  return [event, last];
};

const escalated: Draw = (drawing, { inner, other, flavour }, parts) => {
  const content = (): void => {
    const event = drawing.element('intermediateThrowEvent', escalation);
    const [first, last] = parts.ends(inner);
    drawing.flow(drawing.element('startEvent'), event);
    drawing.flow(event, first);
    drawing.flow(last, drawing.element('endEvent', one([escalation, signal, message], flavour)));
  };
  const host = drawing.container('subProcess', content);
  const interrupting = flavour < 6;
  const event = boundary(drawing, host, escalation, interrupting);
  if (interrupting) return [host, merged(drawing, host, event)];
  beside(drawing, event, other, parts);
  return single(host);
};

const linked: Draw = (drawing, { inner }, parts) => {
  const link = `<bpmn:linkEventDefinition name="${drawing.id('link')}"/>`;
  const [first, last] = parts.ends(inner);
  drawing.flow(last, drawing.element('intermediateThrowEvent', link));
  return [first, drawing.element('intermediateCatchEvent', link)];
};

const failing: Draw = (drawing, { inner }, parts) => {
  const content = (): void => {
    const [first, last] = parts.ends(inner);
    drawing.flow(drawing.element('startEvent'), first);
    const choice = drawing.element('exclusiveGateway');
    drawing.flow(last, choice);
    drawing.flow(choice, drawing.element('endEvent', error), 'n &gt; 1');
    drawing.flow(choice, drawing.element('endEvent'), 'n &lt;= 1');
  };
  const host = drawing.container('subProcess', content);
  return [host, merged(drawing, host, boundary(drawing, host, error))];
};

/** The first of two branches to come to its end is the end of both. */
const terminated: Draw = (drawing, { inner, other }, parts) => {
  const content = (): void => {
    const fork = drawing.element('parallelGateway');
    drawing.flow(drawing.element('startEvent'), fork);
    for (const branch of [inner, other]) {
      const [first, last] = parts.ends(branch);
      drawing.flow(fork, first);
      drawing.flow(last, drawing.element('endEvent', branch === inner ? '<bpmn:terminateEventDefinition/>' : ''));
    }
  };
  return single(drawing.container('subProcess', content));
};

const repeated: Draw = (drawing, { inner, flavour }, parts) => {
  const loop = one(
    [
      '<bpmn:standardLoopCharacteristics loopMaximum="3"><bpmn:loopCondition>again</bpmn:loopCondition></bpmn:standardLoopCharacteristics>',
      '<bpmn:multiInstanceLoopCharacteristics isSequential="true" millrace:collection="[1, 2]" millrace:item="turn"/>',
      '<bpmn:multiInstanceLoopCharacteristics millrace:collection="[1, 2, 3]" millrace:item="turn"><bpmn:completionCondition>nrOfCompletedInstances &gt; 1</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>',
    ],
    flavour,
  );
  return single(drawing.container('subProcess', () => parts.scope(inner), loop));
};

const waiting: Draw = (drawing, { flavour }) => {
  const draw = one<() => string>(
    [
      () => drawing.element('receiveTask', '', ' messageRef="message"'),
      () => drawing.element('serviceTask', action),
      () => drawing.element('sendTask', action),
      () => drawing.element('intermediateCatchEvent', timer),
      () => drawing.element('intermediateCatchEvent', signal),
      () => drawing.element('intermediateCatchEvent', conditional),
    ],
    flavour,
  );
  return single(draw());
};

const drawers: { readonly [K in (typeof eventKinds)[number]]: Draw } = {
  deferred,
  watched,
  interrupted,
  called,
  'ad-hoc': adHoc,
  undone,
  transaction,
  thrown,
  escalated,
  linked,
  failing,
  terminated,
  repeated,
  waiting,
};
