import { TestEnvironment } from 'jest-environment-jsdom';

/** Signals of the document are none to Node; no spec takes a call back. */
class DocumentRequest extends Request {
  constructor(input, init = {}) {
    super(input, { ...init, signal: undefined });
  }
}

/** The document without a browser, with the parts of a browser's network that jsdom lacks and Node has. */
export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Request: DocumentRequest, Response, Headers, structuredClone });
  }
}
