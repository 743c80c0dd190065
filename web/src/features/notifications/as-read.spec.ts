import { asRead, unreadAfter } from './as-read.ts';
import { askedIn, type Notification } from './notifications.ts';

const at = '2027-03-01T10:00:00.000Z';
const item = (id: string, readAt: string | null): Notification => ({
  id,
  event: 'comment.added',
  label: '',
  title: '',
  text: '',
  document: { id: 'd', stream: 's', number: '1', title: 'T' },
  assignment: 'a',
  actor: { id: 'p', login: 'p', name: 'P' },
  count: 1,
  createdAt: at,
  readAt,
});
const page = { items: [item('1', null), item('2', null), item('3', 'before')], nextCursor: 'c', unread: 12 };

it.each([
  [{ ids: ['2'] }, [null, at, 'before'], 11],
  [{ ids: ['3', '4'] }, [null, null, 'before'], 10],
  [{ all: true } as const, [at, at, 'before'], 0],
])('after reading %j', (selection, read, unread) => {
  const after = asRead(page, selection, at);
  expect(after.items.map(({ readAt }) => readAt)).toEqual(read);
  expect(after).toMatchObject({ nextCursor: 'c', unread });
});

it('never counts below nothing', () => expect(unreadAfter(0, { ids: ['1'] })).toBe(0));

it.each([
  ['assignment.issued', 'a'],
  ['assignment.accepted', null],
  ['comment.mention', null],
] as const)('%s opens the assignment %s', (event, assignment) =>
  expect(askedIn({ event, assignment: 'a' })).toBe(assignment),
);
