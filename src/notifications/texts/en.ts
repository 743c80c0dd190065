import type { NotificationWords } from './notification-words.js';

export const en: NotificationWords = {
  events: {
    'assignment.issued': (p, say) => ({
      label: p.offered ? 'Offered to you' : p.again ? 'Asked again' : 'New assignment',
      about: say.text(p.instruction),
      details: [p.dueAt && `due ${say.moment(p.dueAt)}`, p.actingFor && `in place of ${p.actingFor}`],
    }),
    'assignment.handed': (p, say) => ({
      label: {
        delegate: 'Delegated to you',
        forward: 'Forwarded to you',
        release: 'Free to take again',
        substitution: 'Yours to do as substitute',
        back: 'Back with you',
        escalation: 'Handed over to you',
      }[p.how],
      about: say.text(p.instruction),
      details: [
        (p.how === 'delegate' || p.how === 'forward' || p.how === 'release') && `by ${say.actor}`,
        p.dueAt && `due ${say.moment(p.dueAt)}`,
        p.actingFor && `in place of ${p.actingFor}`,
      ],
    }),
    'assignment.reminder': (p, say) => ({
      label: 'Reminder',
      about: say.text(p.instruction),
      details: [p.dueAt && `due ${say.moment(p.dueAt)}`, p.actingFor && `in place of ${p.actingFor}`],
    }),
    'assignment.overdue': (p, say) => ({
      label: 'Not done in time in your unit',
      about: say.text(p.instruction),
      details: [p.performer, p.dueAt && `due ${say.moment(p.dueAt)}`],
    }),
    'assignment.reported': (p, say) => ({
      label: 'A report to accept',
      about: say.text(p.instruction),
      details: [
        `from ${say.actor}`,
        p.outcome && say.text(p.outcome),
        p.comment,
        p.inPlaceOf && `in place of ${p.inPlaceOf}`,
      ],
    }),
    'assignment.returned': (p, say) => ({
      label: 'Returned to you',
      about: say.text(p.instruction),
      details: [`by ${say.actor}`, p.reason],
    }),
    'assignment.accepted': (p, say) => ({
      label: 'Your report was accepted',
      about: say.text(p.instruction),
      details: [`by ${say.actor}`, p.comment],
    }),
    'assignment.cancelled': (p, say) => ({
      label: 'No longer needed',
      about: say.text(p.instruction),
      details: [`taken back by ${say.actor}`, p.reason],
    }),
    'extension.asked': (p, say) => ({
      label: 'More time is asked for',
      about: say.text(p.instruction),
      details: [
        `${say.actor}: until ${say.moment(p.askedDueAt)}`,
        p.reason,
        p.inPlaceOf && `in place of ${p.inPlaceOf}`,
      ],
    }),
    'extension.decided': (p, say) => ({
      label: p.granted ? 'You have more time' : 'No more time',
      about: say.text(p.instruction),
      details: [p.granted && p.dueAt ? `until ${say.moment(p.dueAt)}` : null, `by ${say.actor}`, p.answer],
    }),
    'document.shared': (p, say) => ({
      label: p.edit ? 'Shared with you, to work on' : 'Shared with you',
      details: [`by ${say.actor}`, p.until && `until ${say.moment(p.until)}`],
    }),
    'comment.mention': (p, say) => ({
      label: 'You were mentioned',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'comment.added': (p, say) => ({
      label: say.count > 1 ? say.counted(say.count, { one: 'new comment', other: 'new comments' }) : 'New comment',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'decision.refused': (p, say) => ({
      label: 'Not passed',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `in place of ${p.actingFor}`, p.comment],
    }),
    'decision.taken': (p, say) => ({
      label: 'Decided',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `in place of ${p.actingFor}`, p.comment],
    }),
    'route.finished': (p, say) => ({
      label: p.cancelled ? 'The route was cancelled' : 'The route is finished',
      details: p.cancelled ? [`by ${say.actor}`, p.reason] : [],
    }),
  },
  names: {
    'assignment.issued': 'A new assignment for me',
    'assignment.handed': 'An assignment is passed to me',
    'assignment.reminder': 'A due date is near or has come',
    'assignment.overdue': 'My people are late',
    'assignment.reported': 'A report waits for my acceptance',
    'assignment.returned': 'My report was returned',
    'assignment.accepted': 'My report was accepted',
    'assignment.cancelled': 'My assignment was taken back',
    'extension.asked': 'Somebody asks me for more time',
    'extension.decided': 'My request for more time was decided',
    'document.shared': 'A document is shared with me',
    'comment.mention': 'Somebody mentions me',
    'comment.added': 'A comment on what I take part in',
    'decision.refused': 'What I started was not passed',
    'decision.taken': 'A decision on what I started',
    'route.finished': 'What I started is finished',
  },
  several: {
    'assignment.issued': { one: 'new assignment', other: 'new assignments' },
    'assignment.handed': { one: 'assignment passed to you', other: 'assignments passed to you' },
    'assignment.reminder': { one: 'reminder', other: 'reminders' },
    'assignment.overdue': { one: 'late assignment in your unit', other: 'late assignments in your unit' },
    'assignment.reported': { one: 'report to accept', other: 'reports to accept' },
    'assignment.returned': { one: 'returned report', other: 'returned reports' },
    'assignment.accepted': { one: 'accepted report', other: 'accepted reports' },
    'assignment.cancelled': { one: 'assignment taken back', other: 'assignments taken back' },
    'extension.asked': { one: 'request for more time', other: 'requests for more time' },
    'extension.decided': { one: 'answer about more time', other: 'answers about more time' },
    'document.shared': { one: 'shared document', other: 'shared documents' },
    'comment.mention': { one: 'mention of you', other: 'mentions of you' },
    'comment.added': { one: 'new comment', other: 'new comments' },
    'decision.refused': { one: 'refusal', other: 'refusals' },
    'decision.taken': { one: 'decision', other: 'decisions' },
    'route.finished': { one: 'finished route', other: 'finished routes' },
  },
  news: { one: 'new thing', other: 'new things' },
};
