/** What a method answers that sends server-sent events of a type by itself; the description of the API is told the type. */
export type EventStream<_Event> = Promise<void>;
