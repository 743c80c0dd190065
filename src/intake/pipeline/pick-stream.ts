import type { Step } from './work.js';

/** @throws Refusal notFound when the stream of the mailbox or form is not published any more */
export const pickStream: Step = async (work, { streams }) => ({ ...work, card: streams.get(work.item.stream) });
