import { childOf, extensions, listOf, textOf, typeName } from './moddle.js';
import type { ModdleElement } from './moddle.js';
import type { ModelEvent, TimerText } from './route-model.js';

function timerText(definition: ModdleElement): TimerText | undefined {
  for (const [property, kind] of [
    ['timeDuration', 'duration'],
    ['timeDate', 'date'],
    ['timeCycle', 'cycle'],
  ] as const) {
    const value = textOf(definition, property);
    if (value !== undefined) return { kind, value };
  }
  return undefined;
}

/** The name by which a message or signal is known: its `name`, else its id. */
export function referenceName(element: ModdleElement, property: string): string | undefined {
  const target = childOf(element, property);
  return target ? (textOf(target, 'name') ?? target.id) : undefined;
}

/** The correlation of a message: `millrace:correlation` on the event or task, or on the message itself. */
export function correlationKey(element: ModdleElement, referring: ModdleElement): string | undefined {
  const message = childOf(referring, 'messageRef');
  const found = [...extensions(element, 'Correlation'), ...(message ? extensions(message, 'Correlation') : [])];
  return found[0] ? textOf(found[0], 'key') : undefined;
}

/** The code of an error or escalation: without one its id stands for it; an empty one means any. */
function codeOf(element: ModdleElement | undefined, property: string): string | undefined {
  if (!element) return undefined;
  return element[property] === undefined ? element.id : textOf(element, property);
}

/** What an event (of any position) waits for or throws. */
export function readEvent(element: ModdleElement): ModelEvent {
  const definitions = [...listOf(element, 'eventDefinitions'), ...listOf(element, 'eventDefinitionRef')];
  const definition = definitions[0];
  if (!definition) return { type: 'none' };
  if (definitions.length > 1) return { type: 'unsupported', what: 'several event definitions in one event' };
  switch (typeName(definition)) {
    case 'messageEventDefinition':
      return {
        type: 'message',
        name: referenceName(definition, 'messageRef'),
        key: correlationKey(element, definition),
      };
    case 'signalEventDefinition':
      return { type: 'signal', name: referenceName(definition, 'signalRef') };
    case 'errorEventDefinition': {
      const error = childOf(definition, 'errorRef');
      return { type: 'error', code: codeOf(error, 'errorCode') };
    }
    case 'escalationEventDefinition': {
      const escalation = childOf(definition, 'escalationRef');
      return {
        type: 'escalation',
        code: codeOf(escalation, 'escalationCode'),
      };
    }
    case 'timerEventDefinition':
      return { type: 'timer', timer: timerText(definition) };
    case 'conditionalEventDefinition':
      return { type: 'conditional', condition: textOf(definition, 'condition') };
    case 'linkEventDefinition':
      return { type: 'link', name: textOf(definition, 'name') };
    case 'compensateEventDefinition':
      return {
        type: 'compensation',
        activity: childOf(definition, 'activityRef')?.id,
        wait: definition['waitForCompletion'] !== false,
      };
    case 'terminateEventDefinition':
      return { type: 'terminate' };
    case 'cancelEventDefinition':
      return { type: 'cancel' };
    default:
      return { type: 'unsupported', what: typeName(definition) };
  }
}
