/** An answer as it came, for tests of refusals and headers. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** An answered list, as far as tests look at it. */
export interface List<Item> {
  readonly items: Item[];
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** JSON unless it is a FormData (multipart), URLSearchParams (urlencoded) or text with its own content type. */
type Payload = object | string | undefined;
type SentHeaders = Readonly<Record<string, string>>;

/** Thrown by the calls that expect success; carries the problem document. */
export class ApiRefusal extends Error {
  constructor(
    readonly call: string,
    readonly status: number,
    readonly problem: unknown,
  ) {
    super(`${call} answered ${status}: ${typeof problem === 'string' ? problem : JSON.stringify(problem)}`);
  }
}

/** A small client of the HTTP API. `get … delete` answer the body of a 2xx and throw ApiRefusal for anything else. */
export class Api {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  get<Body>(path: string): Promise<Body> {
    return this.expect<Body>('GET', path);
  }

  post<Body>(path: string, payload?: Payload, headers?: SentHeaders): Promise<Body> {
    return this.expect<Body>('POST', path, payload, headers);
  }

  put<Body>(path: string, payload: Payload, headers?: SentHeaders): Promise<Body> {
    return this.expect<Body>('PUT', path, payload, headers);
  }

  patch<Body>(path: string, payload: Payload, headers?: SentHeaders): Promise<Body> {
    return this.expect<Body>('PATCH', path, payload, headers);
  }

  delete<Body>(path: string): Promise<Body> {
    return this.expect<Body>('DELETE', path);
  }

  /** Sends one file as the multipart part `file`. */
  upload<Body>(path: string, name: string, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Body> {
    const form = new FormData();
    form.append('file', new Blob([bytes], { type }), name);
    return this.post<Body>(path, form);
  }

  /** The bytes of a file. */
  async bytes(path: string): Promise<Buffer> {
    const response = await fetch(`${this.url}${path}`, { headers: this.authorization() });
    if (!response.ok) throw new ApiRefusal(`GET ${path}`, response.status, await response.text());
    return Buffer.from(await response.arrayBuffer());
  }

  /** Any call, whatever it answers. JSON bodies come parsed, others as text. */
  async call<Body = unknown>(
    method: Method,
    path: string,
    payload?: Payload,
    headers: SentHeaders = {},
  ): Promise<Answer<Body>> {
    const { body, type } = encode(payload);
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...this.authorization(), ...type, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as Body };
  }

  private async expect<Body>(method: Method, path: string, payload?: Payload, headers?: SentHeaders): Promise<Body> {
    const { status, body } = await this.call<Body>(method, path, payload, headers);
    if (status < 200 || status > 299) throw new ApiRefusal(`${method} ${path}`, status, body);
    return body;
  }

  private authorization(): SentHeaders {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}

/** A client that carries the token of `login`; demo people all have the password "demo". */
export async function signIn(url: string, login: string, password = 'demo'): Promise<Api> {
  const { token } = await new Api(url).post<{ token: string }>('/api/session', { login, password });
  return new Api(url, token);
}

function encode(payload: Payload): { body?: string | FormData | URLSearchParams; type: SentHeaders } {
  if (payload === undefined) return { type: {} };
  if (payload instanceof FormData || payload instanceof URLSearchParams) return { body: payload, type: {} };
  if (typeof payload === 'string') return { body: payload, type: {} };
  return { body: JSON.stringify(payload), type: { 'content-type': 'application/json' } };
}
