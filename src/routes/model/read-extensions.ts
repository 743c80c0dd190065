import { isLanguage } from '../../platform/languages.js';
import type { Language, LocalisedText } from '../../platform/languages.js';
import { childOf, extensions, listOf, textOf, typeName } from './moddle.js';
import type { ModdleElement } from './moddle.js';
import type {
  ModelAction,
  ModelAssignment,
  ModelDecision,
  ModelLoop,
  ModelMapping,
  ModelProcess,
} from './route-model.js';

/** Texts of `lang`-marked children; one without `lang` is the English one, and stands in where English is missing. */
function localised(elements: readonly ModdleElement[]): LocalisedText | undefined {
  const texts: Partial<Record<Language, string>> = {};
  for (const element of elements) {
    const language = textOf(element, 'lang') ?? 'en';
    const text = textOf(element, 'text');
    if (text !== undefined && isLanguage(language)) texts[language] = text;
  }
  const first = texts.en ?? Object.values(texts)[0];
  return first === undefined ? undefined : { ...texts, en: first };
}

/** `subject, amount` */
function listed(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** `millrace:assignment` under a task or a lane. */
export function readAssignment(element: ModdleElement): ModelAssignment | undefined {
  const found = extensions(element, 'Assignment')[0];
  if (!found) return undefined;
  return {
    performer: textOf(found, 'performer'),
    candidates: textOf(found, 'candidates'),
    controller: textOf(found, 'controller'),
    due: textOf(found, 'due'),
    editable: listed(textOf(found, 'editable')),
    required: listed(textOf(found, 'required')),
    hidden: listed(textOf(found, 'hidden')),
    round: textOf(found, 'round') === 'true',
    limitRounds: textOf(found, 'limitRounds'),
    skippable: textOf(found, 'skippable') === 'true',
    acceptance: textOf(found, 'acceptance') === 'true',
    ...(textOf(found, 'binds') === undefined ? {} : { binds: listed(textOf(found, 'binds')) }),
    notSameAs: listed(textOf(found, 'notSameAs')),
    ladder: listOf(found, 'escalations').map((rung) => {
      const to = textOf(rung, 'to');
      const rest = to === undefined ? {} : { to };
      return { when: textOf(rung, 'when') ?? '', does: textOf(rung, 'do') ?? '', ...rest };
    }),
    instruction: localised(listOf(found, 'instructions')),
    outcomes: listOf(found, 'outcomes').map((outcome) => {
      const key = textOf(outcome, 'key') ?? '';
      return {
        key,
        reasonRequired: textOf(outcome, 'reasonRequired') === 'true',
        label: localised(listOf(outcome, 'labels')) ?? key,
      };
    }),
  };
}

/** `millrace:action` under a service or send task, or under a message event. */
export function readAction(element: ModdleElement): ModelAction | undefined {
  const found = extensions(element, 'Action')[0];
  if (!found) return undefined;
  return {
    name: textOf(found, 'name') ?? '',
    result: textOf(found, 'result'),
    params: listOf(found, 'params').map((param) => ({
      name: textOf(param, 'name') ?? '',
      value: textOf(param, 'value'),
      expression: textOf(param, 'expression'),
      performer: textOf(param, 'performer'),
    })),
  };
}

/** `millrace:in` and `millrace:out`. */
export function readMappings(element: ModdleElement, type: 'In' | 'Out'): ModelMapping[] {
  return extensions(element, type).map((mapping) => ({
    source: textOf(mapping, 'source') ?? '',
    target: textOf(mapping, 'target') ?? '',
  }));
}

/** `millrace:route` under a process: for which documents it is, who may start it, and how often at a time. */
export function readRoute(element: ModdleElement): Pick<ModelProcess, 'stream' | 'byHand' | 'runs' | 'where'> {
  const found = extensions(element, 'Route')[0];
  if (!found) return { byHand: true };
  const texts = (['stream', 'runs', 'where'] as const).flatMap((name) => {
    const text = textOf(found, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return { byHand: textOf(found, 'byHand') !== 'false', ...Object.fromEntries(texts) };
}

/** `millrace:variable` under a process: the variables that it may be started with, and their defaults. */
export function readVariables(element: ModdleElement): { name: string; default: string; byHand: boolean }[] {
  return extensions(element, 'Variable').map((variable) => ({
    name: textOf(variable, 'name') ?? '',
    default: textOf(variable, 'default') ?? 'null',
    byHand: textOf(variable, 'byHand') === 'true',
  }));
}

/** `millrace:decisionTable` under a business rule task. */
export function readDecision(element: ModdleElement): ModelDecision | undefined {
  const table = extensions(element, 'DecisionTable')[0];
  if (!table) return undefined;
  const texts = (rule: ModdleElement, property: string): string[] =>
    listOf(rule, property).map((cell) => textOf(cell, 'text') ?? '');
  return {
    hitPolicy: textOf(table, 'hitPolicy') ?? 'UNIQUE',
    result: textOf(table, 'result'),
    inputs: listOf(table, 'inputs').map((input) => ({ expression: textOf(input, 'expression') ?? '' })),
    outputs: listOf(table, 'outputs').map((output) => ({
      name: textOf(output, 'name') ?? '',
      values: textOf(output, 'values'),
      otherwise: textOf(output, 'default'),
    })),
    rules: listOf(table, 'rules').map((rule) => ({ when: texts(rule, 'whens'), then: texts(rule, 'thens') })),
  };
}

/** Loop or multi-instance markers of an activity. */
export function readLoop(element: ModdleElement): ModelLoop | undefined {
  const loop = childOf(element, 'loopCharacteristics');
  if (!loop) return undefined;
  if (typeName(loop) === 'standardLoopCharacteristics') {
    return {
      kind: 'while',
      condition: textOf(loop, 'loopCondition'),
      testBefore: loop['testBefore'] === true,
      maximum:
        textOf(loop, 'loopMaximum') ??
        (typeof loop['loopMaximum'] === 'number' ? String(loop['loopMaximum']) : undefined),
    };
  }
  return {
    kind: loop['isSequential'] === true ? 'sequential' : 'parallel',
    cardinality: textOf(loop, 'loopCardinality'),
    collection:
      textOf(loop, 'collection') ?? dataName(childOf(loop, 'loopDataInputRef')) ?? foreign(loop, 'collection'),
    item: textOf(loop, 'item') ?? dataName(childOf(loop, 'inputDataItem')) ?? foreign(loop, 'elementVariable'),
    collect: textOf(loop, 'collect'),
    into: textOf(loop, 'into'),
    completion: textOf(loop, 'completionCondition'),
  };
}

function dataName(element: ModdleElement | undefined): string | undefined {
  return element ? (textOf(element, 'name') ?? element.id) : undefined;
}

/** An attribute that other tools put on a loop, under whatever prefix. */
function foreign(element: ModdleElement, name: string): string | undefined {
  for (const [key, value] of Object.entries(element.$attrs ?? {})) {
    if (key.endsWith(`:${name}`) && typeof value === 'string') return value;
  }
  return undefined;
}
