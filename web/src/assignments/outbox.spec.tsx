import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { answering, json, show } from '../../testing/show.tsx';
import { deskQuery, type Assignment } from './assignments.ts';
import type { Choice } from './choices.ts';
import { keepForLater, keptAnswers, sendKept, takeOutboxOf, withoutKept } from './outbox.ts';
import { useAnswers } from './use-answers.ts';
import { useOutbox } from './use-outbox.ts';

const approve: Choice = {
  kind: 'complete',
  outcome: 'approve',
  label: 'Approve',
  reasonRequired: false,
  weight: 'main',
};
const asked = (id: string): Assignment =>
  ({ id, version: 4, document: { id: `d${id}`, number: `K-${id}` } }) as unknown as Assignment;
const keep = (id: string) => keepForLater({ assignment: asked(id), choice: approve, seen: { version: 4 } });
const ids = () => keptAnswers().map(({ assignment }) => assignment.id);

/** A server that takes down what is decided; `refusing` answers some of it otherwise. */
function server(refusing: (id: string) => Response | undefined = () => undefined) {
  const decided: string[] = [];
  answering(async (request) => {
    const [, id = ''] = /assignments\/(\w+)\/(complete|recall)$/.exec(new URL(request.url).pathname) ?? [];
    if (id === '') return json({ items: [], nextCursor: null });
    const refused = refusing(id);
    if (refused) return refused;
    decided.push(`${id} ${await request.text()}`);
    return json({ ...asked(id), recallable: true });
  });
  return decided;
}

describe('decisions without a connection', () => {
  beforeEach(() => {
    localStorage.clear();
    answering(undefined);
    takeOutboxOf('me');
  });

  it('wait on this device, the last one for each assignment, and are gone from the desk', () => {
    keep('1');
    keep('2');
    keep('1');
    expect(ids()).toEqual(['2', '1']);
    const desk = { mine: [asked('1'), asked('3')], reported: [asked('2')] };
    expect(withoutKept(desk, keptAnswers())).toMatchObject({ mine: [{ id: '3' }], reported: [] });
    expect(JSON.parse(localStorage.getItem('millrace.outbox.me') ?? '')).toHaveLength(2);
  });

  it('are sent in their order with what was seen, once, and wait on while the server cannot be reached', async () => {
    keep('1');
    keep('2');
    await sendKept(String);
    expect(ids()).toEqual(['1', '2']);
    const decided = server();
    await Promise.all([sendKept(String), sendKept(String)]);
    expect(decided).toEqual(['1 {"outcome":"approve","version":4}', '2 {"outcome":"approve","version":4}']);
    expect(ids()).toEqual([]);
  });

  it('stay with the words of the server where they are refused, and do not keep the others', async () => {
    keep('1');
    keep('2');
    const decided = server((id) =>
      id === '1' ? json({ status: 412, title: 'Changed', detail: 'It has changed.' }, 412) : undefined,
    );
    await sendKept((error) => (error as Error).message);
    expect(decided).toHaveLength(1);
    expect(keptAnswers()).toMatchObject([{ assignment: { id: '1' }, refused: 'It has changed.' }]);
    expect(withoutKept({ mine: [asked('1')], reported: [] }, keptAnswers()).mine).toHaveLength(1);
    await sendKept(String);
    expect(decided).toHaveLength(1);
  });

  it('wait while nobody is signed in, and are not sent under the name of another', async () => {
    keep('1');
    server(() => json({ status: 401, title: 'Sign in first' }, 401));
    await sendKept(String);
    expect(keptAnswers()).toMatchObject([{ assignment: { id: '1' } }]);
    expect(keptAnswers()[0]?.refused).toBeUndefined();
    takeOutboxOf('other');
    const decided = server();
    await sendKept(String);
    expect([ids(), decided]).toEqual([[], []]);
    takeOutboxOf('me');
    expect(ids()).toEqual(['1']);
  });

  it('are kept by the press of a button and sent as soon as the device is back', async () => {
    const user = userEvent.setup();
    function Screen() {
      const { one } = useAnswers();
      useOutbox('me');
      return (
        <button type="button" onClick={() => one.mutate({ assignment: asked('1'), choice: approve })}>
          Approve
        </button>
      );
    }
    const { client } = await show(<Screen />);
    client.setQueryData(deskQuery.queryKey, { mine: [asked('1')], reported: [], more: false });
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    await screen.findByText(/No connection: your decision is kept/);
    expect(client.getQueryData(deskQuery.queryKey)?.mine).toEqual([]);
    expect(ids()).toEqual(['1']);
    const decided = server();
    act(() => void dispatchEvent(new Event('online')));
    await waitFor(() => expect(decided).toEqual(['1 {"outcome":"approve","version":4}']));
    await waitFor(() => expect(ids()).toEqual([]));
  });

  it('are shown again and said to have failed where the server refuses at once', async () => {
    const user = userEvent.setup();
    server((id) =>
      id === '2' ? json({ status: 409, title: 'Conflict', detail: 'Somebody was first.' }, 409) : undefined,
    );
    function Screen() {
      const { one } = useAnswers();
      return (
        <button type="button" onClick={() => one.mutate({ assignment: asked('2'), choice: approve })}>
          Approve
        </button>
      );
    }
    const { client } = await show(<Screen />);
    const desk = { mine: [asked('2')], reported: [], more: false };
    client.setQueryData(deskQuery.queryKey, desk);
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('Somebody was first.')).toBeTruthy();
    expect(ids()).toEqual([]);
    expect(client.getQueryData(deskQuery.queryKey)?.mine).toHaveLength(1);
  });
});
