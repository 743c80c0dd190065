declare module 'bpmn-moddle' {
  /** Only the constructor is named here; `moddle.ts` gives it the shape that is used. */
  export class BpmnModdle {
    constructor(packages?: Record<string, object>);
  }
}
