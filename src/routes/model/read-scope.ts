import { childOf, listOf, textOf, typeName } from './moddle.js';
import type { ModdleElement } from './moddle.js';
import { correlationKey, readEvent, referenceName } from './read-events.js';
import {
  readAction,
  readAssignment,
  readDecision,
  readLoop,
  readMappings,
  readRoute,
  readVariables,
} from './read-extensions.js';
import type { ModelFlow, ModelKept, ModelLane, ModelNode, ModelProcess, ModelScope } from './route-model.js';

/** Flow elements and artifacts that are kept but do nothing. */
const keptTypes = new Set(['dataObject', 'dataObjectReference', 'dataStoreReference', 'textAnnotation', 'group']);
const scopeTypes = new Set(['subProcess', 'transaction', 'adHocSubProcess']);

function readFlow(element: ModdleElement): ModelFlow {
  return {
    id: element.id ?? '',
    name: textOf(element, 'name'),
    source: childOf(element, 'sourceRef')?.id ?? '',
    target: childOf(element, 'targetRef')?.id ?? '',
    condition: textOf(element, 'conditionExpression'),
  };
}

function readNode(element: ModdleElement): ModelNode {
  const type = typeName(element);
  const isEvent = type.endsWith('Event');
  const boundary = type === 'boundaryEvent';
  return {
    id: element.id ?? '',
    name: textOf(element, 'name'),
    type,
    event: isEvent ? readEvent(element) : undefined,
    defaultFlow: childOf(element, 'default')?.id,
    attachedTo: boundary ? childOf(element, 'attachedToRef')?.id : undefined,
    interrupting: element[boundary ? 'cancelActivity' : 'isInterrupting'] !== false,
    triggeredByEvent: element['triggeredByEvent'] === true,
    forCompensation: element['isForCompensation'] === true,
    scope: scopeTypes.has(type) ? readScope(element) : undefined,
    loop: readLoop(element),
    assignment: readAssignment(element),
    action: readAction(element),
    decision: readDecision(element),
    script: type === 'scriptTask' ? readScript(element) : undefined,
    calledElement: textOf(element, 'calledElement'),
    inputs: readMappings(element, 'In'),
    outputs: readMappings(element, 'Out'),
    message:
      type === 'receiveTask' || type === 'sendTask'
        ? { name: referenceName(element, 'messageRef'), key: correlationKey(element, element) }
        : undefined,
    completion: textOf(element, 'completionCondition'),
    ordering: textOf(element, 'ordering'),
    cancelRemaining: element['cancelRemainingInstances'] !== false,
  };
}

function readScript(element: ModdleElement): ModelNode['script'] {
  return {
    format: textOf(element, 'scriptFormat'),
    text: textOf(element, 'script'),
    result: textOf(element, 'resultVariable'),
  };
}

function readLanes(holder: ModdleElement): ModelLane[] {
  return listOf(holder, 'lanes').map((lane) => {
    const children = childOf(lane, 'childLaneSet');
    return {
      id: lane.id ?? '',
      name: textOf(lane, 'name'),
      nodes: listOf(lane, 'flowNodeRef').map((node) => node.id ?? ''),
      lanes: children ? readLanes(children) : [],
      assignment: readAssignment(lane),
    };
  });
}

/** The content of a process or sub-process. */
export function readScope(element: ModdleElement): ModelScope {
  const nodes: ModelNode[] = [];
  const flows: ModelFlow[] = [];
  const kept: ModelKept[] = [];
  const associations: { source: string; target: string }[] = [];
  for (const child of [...listOf(element, 'flowElements'), ...listOf(element, 'artifacts')]) {
    const type = typeName(child);
    if (type === 'sequenceFlow') flows.push(readFlow(child));
    else if (type === 'association') {
      associations.push({
        source: childOf(child, 'sourceRef')?.id ?? '',
        target: childOf(child, 'targetRef')?.id ?? '',
      });
    } else if (keptTypes.has(type)) kept.push({ id: child.id ?? '', type, name: textOf(child, 'name') });
    else nodes.push(readNode(child));
  }
  return { nodes, flows, kept, associations, lanes: listOf(element, 'laneSets').flatMap(readLanes) };
}

/** A whole process. */
export function readProcess(element: ModdleElement): ModelProcess {
  return {
    ...readScope(element),
    id: element.id ?? '',
    name: textOf(element, 'name'),
    executable: element['isExecutable'] === true,
    ...readRoute(element),
    variables: readVariables(element),
  };
}
