import { clientOf, emptyDraft, isEmpty, keepDraft, looksLikePhone, readDraft, withClient } from './call-draft.ts';

const client = clientOf({
  ...{ id: '1', number: 'C-1', title: 'Žalia giria' },
  fields: {
    phone: '+37061234567',
    contacts: [{ name: 'Jonas', phone: '+37069999999' }, { name: 'Ona', phone: null }, 'nonsense'],
  },
});

describe('a call that is being written down', () => {
  it('takes what it needs of a client', () => {
    expect(client.contacts).toEqual([
      { name: 'Jonas', phone: '+37069999999' },
      { name: 'Ona', phone: null },
    ]);
    expect(clientOf({ id: '1', number: 'C-1', title: 'A', fields: {} })).toMatchObject({ phone: null, contacts: [] });
  });

  it.each([
    ['8 699 99999', 'Jonas'],
    ['+370 699 99999', 'Jonas'],
    ['+370 612 34567', ''],
    ['99', ''],
  ])('from %s it is from "%s"', (phone, caller) => {
    expect(withClient({ ...emptyDraft, phone, newClient: 'Giria' }, client)).toMatchObject({
      ...{ phone, caller, client, newClient: '' },
    });
  });

  it('fills in the number of the client, and leaves what was typed', () => {
    expect(withClient(emptyDraft, client)).toMatchObject({ phone: '+370 612 34567', caller: '' });
    expect(withClient({ ...emptyDraft, phone: '+37069999999', caller: 'Petras' }, client).caller).toBe('Petras');
  });

  it.each([
    ['+370 612 34567', true],
    ['861234567', true],
    ['Giria 24', false],
    ['1234', false],
  ])('tells whether %s is a number', (text, phone) => expect(looksLikePhone(text)).toBe(phone));

  it('is kept while the window is closed, and forgotten when it is empty', () => {
    const draft = { ...emptyDraft, matter: 'Pump' };
    keepDraft(draft);
    expect(readDraft()).toEqual(draft);
    expect(isEmpty(draft)).toBe(false);
    keepDraft({ ...emptyDraft, caller: ' ' });
    expect(readDraft()).toEqual(emptyDraft);
  });
});
