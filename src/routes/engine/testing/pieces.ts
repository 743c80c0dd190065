import { chain, end, start, task } from './play.js';

/** Parallel gateways. */
export const gateway = (...ids: string[]): string => ids.map((id) => `<bpmn:parallelGateway id="${id}"/>`).join('');
/** End events. */
export const ends = (...ids: string[]): string => ids.map((id) => `<bpmn:endEvent id="${id}"/>`).join('');
/** A timer that counts a duration. */
export const timer = (text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration>${text}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
/** The message `m1`. */
export const message = '<bpmn:messageEventDefinition messageRef="m1"/>';
/** An intermediate catch event. */
export const caught = (id: string, definition: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`;
/** A non-interrupting boundary event with its own end. */
export const boundary = (id: string, host: string, definition: string): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="false">${definition}</bpmn:boundaryEvent>${ends(`${id}_end`)}${chain(id, `${id}_end`)}`;
/** A sub-process with a start event `<id>_begin` and an end event `<id>_end`. */
export const sub = (id: string, inner: string, type = 'subProcess'): string =>
  `<bpmn:${type} id="${id}"><bpmn:startEvent id="${id}_begin"/>${inner}${ends(`${id}_end`)}</bpmn:${type}>`;
/** Tasks in a row. */
export const simple = (...ids: string[]): string =>
  `${start}${ids.map((id) => task(id)).join('')}${end}${chain('s', ...ids, 'e')}`;
/** A service task. */
export const action = (id: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><millrace:action name="note"/></bpmn:extensionElements></bpmn:serviceTask>`;
/** Two turns at once. */
export const many =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
/** A task with a loop marker. */
export const looped = (id: string, loop: string): string =>
  task(id).replace('</bpmn:userTask>', `${loop}</bpmn:userTask>`);
/** A start event, an end event, and something between them. */
export const alone = (element: string): string => `${start}${element}${end}`;
