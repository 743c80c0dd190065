import { parseRoute } from '../../model/parse-route.js';
import { World } from '../world.js';

/** A construct drawn here, and why it is refused; null where it runs. */
export interface Drawn {
  readonly name: string;
  readonly reason: string | null;
}

const flow = (id: string, from: string, to: string): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;
const around = (element: string): string =>
  `<startEvent id="s"/>${flow('f', 's', 'x')}${element}${flow('g', 'x', 'e')}<endEvent id="e"/>`;

/** Contents of a process, except those that begin with another root element. */
const drawings: Readonly<Record<string, string>> = {
  'boundary: timer (cycle), interrupting': `${around('<userTask id="x"/>')}<boundaryEvent id="b" attachedToRef="x"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent>${flow('h', 'b', 'e')}`,
  'gateway: complex': around('<complexGateway id="x"/>'),
  'event with several definitions at once': around(
    '<intermediateCatchEvent id="x"><messageEventDefinition/><signalEventDefinition/></intermediateCatchEvent>',
  ),
  'event that waits for all of several definitions': around(
    '<intermediateCatchEvent id="x" parallelMultiple="true"><messageEventDefinition/><signalEventDefinition/></intermediateCatchEvent>',
  ),
  'event-based gateway that starts a process': `<eventBasedGateway id="x" instantiate="true"/>${flow('f', 'x', 'c')}<intermediateCatchEvent id="c"><messageEventDefinition/></intermediateCatchEvent>${flow('g', 'c', 'e')}<endEvent id="e"/>`,
  'receive task that starts a process': `<receiveTask id="x" instantiate="true"/>${flow('g', 'x', 'e')}<endEvent id="e"/>`,
  'activity that wants several tokens to start': around('<task id="x" startQuantity="2"/>'),
  'activity that gives several tokens': around('<task id="x" completionQuantity="2"/>'),
  'multi-instance that throws events of its own': around(
    '<task id="x"><multiInstanceLoopCharacteristics behavior="One"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>',
  ),
  'lane inside a lane': `<laneSet id="l"><lane id="a"><childLaneSet id="k"><lane id="b"><flowNodeRef>x</flowNodeRef></lane></childLaneSet></lane></laneSet>${around('<task id="x"/>')}`,
  'element of a later version of BPMN': around('<quantumTask id="x"/>'),
  choreography:
    '<startEvent id="s"/></process><choreography id="x"><choreographyTask id="y"/></choreography><process id="q">',
  conversation:
    '<startEvent id="s"/></process><collaboration id="c"><participant id="pa"/><conversation id="x"><participantRef>pa</participantRef></conversation></collaboration><process id="q">',
};

/** Tries each of them as `route simulate` would. */
export async function drawnHere(): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const [name, content] of Object.entries(drawings)) {
    const parsed = await parseRoute(
      `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p">${content}</process></definitions>`,
    );
    const problems =
      'problems' in parsed
        ? parsed.problems
        : new World({ model: parsed.model, facts: { document: null, card: {} } }).compile();
    drawn.push({ name, reason: problems[0]?.message ?? null });
  }
  return drawn;
}
