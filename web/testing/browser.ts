/** What the components expect of a browser and jsdom lacks. */
Object.defineProperty(globalThis, 'matchMedia', {
  value: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
Object.defineProperty(globalThis, 'ResizeObserver', {
  value: class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
});

/** The server, which a spec plays by `answering`; unreachable otherwise. */
export type Answers = (request: Request) => Response | Promise<Response>;

declare global {
  var answers: Answers | undefined;
}

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (!globalThis.answers) throw new TypeError('Failed to fetch');
  return globalThis.answers(request);
};
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(document, 'fonts', { value: new EventTarget() });
