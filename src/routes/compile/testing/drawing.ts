/** Where a piece of a drawing is entered and left. */
export type Ends = readonly [string, string];

/** What the events of drawings refer to. */
export const declarations =
  '<bpmn:message id="message" name="go"/><bpmn:signal id="signal" name="alert"/><bpmn:error id="error" errorCode="E"/><bpmn:escalation id="escalation" escalationCode="U"/>';

/** A drawing in the making: elements and flows, numbered as they come. */
export class Drawing {
  private last = 0;
  xml = '';
  /** Contents of the routes that are called, by key. */
  readonly called = new Map<string, string>();

  constructor(readonly prefix: string) {}

  id(prefix: string): string {
    this.last += 1;
    return `${this.prefix}${prefix}${this.last}`;
  }

  flow(from: string, to: string, condition = ''): string {
    const id = this.id('f');
    this.xml += `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;
    return id;
  }

  element(type: string, inner = '', attributes = ''): string {
    const id = this.id(type.slice(0, 2).toLowerCase());
    const content = type === 'userTask' ? `${performer}${inner}` : inner;
    this.xml += `<bpmn:${type} id="${id}"${attributes}>${content}</bpmn:${type}>`;
    return id;
  }

  /** An element with others inside. */
  container(type: string, draw: () => void, before = '', attributes = ''): string {
    return this.element(type, before + this.apart(draw), attributes);
  }

  /** What is drawn meanwhile, which does not become part of the drawing. */
  apart(draw: () => void): string {
    const outer = this.xml;
    this.xml = '';
    draw();
    const inner = this.xml;
    this.xml = outer;
    return inner;
  }
}

const performer = '<bpmn:extensionElements><millrace:assignment performer="document.author"/></bpmn:extensionElements>';
