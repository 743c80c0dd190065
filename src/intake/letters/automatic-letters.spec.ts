import { answersUnwanted, recogniseAutomatic } from './automatic-letters.js';
import { readDeliveryReport } from './delivery-report.js';
import { parseLetter } from './parse-letter.js';

const read = (head: string, body = 'text') => parseLetter(Buffer.from(`${head}\r\n\r\n${body}`));
const ann = 'From: Ann <ann@example.com>\r\nSubject: Pumps';

describe('automatic letters', () => {
  it.each([
    ['a person', ann, undefined],
    ['an answer of a person', `${ann}\r\nIn-Reply-To: <1@x>\r\nReturn-Path: <ann@example.com>`, undefined],
    ['an ordinary mark', `${ann}\r\nAuto-Submitted: no`, undefined],
    ['an order sent by a web site', `${ann}\r\nAuto-Submitted: auto-generated`, undefined],
    ['a mailing list', `${ann}\r\nPrecedence: list\r\nList-Id: <l.example.com>`, undefined],
    ['an absent person', `${ann}\r\nAuto-Submitted: auto-replied (vacation)`, 'auto-reply'],
    ['an old autoresponder', `${ann}\r\nX-Autoreply: yes`, 'auto-reply'],
    ['Precedence', `${ann}\r\nPrecedence: auto_reply`, 'auto-reply'],
    ['an English subject', 'From: a@b.example\r\nSubject: Automatic reply: Pumps', 'auto-reply'],
    ['a Russian subject', 'From: a@b.example\r\nSubject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGC?=', 'auto-reply'],
    ['a Polish subject', 'From: a@b.example\r\nSubject: Odpowiedz automatyczna: Pompy', 'auto-reply'],
    ['a Lithuanian subject', 'From: a@b.example\r\nSubject: Automatinis atsakymas: Siurbliai', 'auto-reply'],
    ['a mail server', 'From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender', 'bounce'],
    ['failed recipients', `${ann}\r\nX-Failed-Recipients: x@y.example`, 'bounce'],
    ['an answer without return address', `${ann}\r\nReturn-Path: <>\r\nIn-Reply-To: <1@x>`, 'auto-reply'],
    ['a report', `${ann}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b`, 'bounce'],
    ['a complaint', `${ann}\r\nContent-Type: multipart/report; report-type="feedback-report"; boundary=b`, 'complaint'],
    [
      'a reading receipt',
      `${ann}\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b`,
      'receipt',
    ],
  ])('%s', async (_what, head, kind) => {
    expect(recogniseAutomatic(await read(head))?.kind).toBe(kind);
  });

  it.each([
    [ann, false],
    [`${ann}\r\nAuto-Submitted: no`, false],
    [`${ann}\r\nAuto-Submitted: auto-generated`, true],
    [`${ann}\r\nPrecedence: bulk`, true],
    [`${ann}\r\nList-Unsubscribe: <mailto:x@y.example>`, true],
    [`${ann}\r\nX-Auto-Response-Suppress: All`, true],
    ['From: no-reply@shop.example\r\nSubject: x', true],
    ['From: noreply+12@shop.example\r\nReply-To: ann@example.com\r\nSubject: x', false],
    ['Subject: x', true],
  ])('may be answered or not: %s', async (head, unwanted) => {
    expect(answersUnwanted(await read(head))).toBe(unwanted);
  });

  it('name the letter that did not arrive, its recipient and the reason', async () => {
    const letter = await read(
      'From: MAILER-DAEMON@mx.example\r\nMessage-ID: <report@mx.example>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b',
      [
        '--b\r\nContent-Type: text/plain\r\n\r\nSorry.',
        '--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; Nobody@Example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such\r\n user',
        '--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@millrace.example>\r\nSubject: R-2026-00001\r\n\r\nbody',
        '--b--\r\n',
      ].join('\r\n'),
    );
    expect(readDeliveryReport(letter)).toEqual({
      messageIds: ['<ours@millrace.example>'],
      recipients: ['nobody@example.com'],
      action: 'failed',
      status: '5.1.1',
      diagnostic: 'smtp; 550 5.1.1 no such user',
    });
  });

  it('of the older kinds quote the letter in their text', async () => {
    const letter = await read(
      'From: MAILER-DAEMON@mx.example\r\nSubject: failure notice',
      'Remote host said: 550 5.7.1 rejected\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <a@b>\r\nMessage-ID: <ours@millrace.example>\r\nSubject: x\r\n',
    );
    expect(readDeliveryReport(letter)).toMatchObject({ messageIds: ['<ours@millrace.example>'], status: '5.7.1' });
  });
});
