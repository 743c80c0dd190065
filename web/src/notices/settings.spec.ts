import { changed, type NoticeSettings } from './settings.ts';

const settings: NoticeSettings = {
  events: [
    { event: 'comment.added', name: 'A comment', bell: true, push: false, mail: 'digest' },
    { event: 'comment.mention', name: 'A mention', bell: true, push: true, mail: 'now' },
  ],
  quietHours: { from: '20:00', to: '07:00', daysOff: true },
  digestAt: '08:00',
  overview: false,
  timeZone: null,
  effectiveTimeZone: 'Europe/Vilnius',
  showContent: false,
  holdWhileAbsent: true,
  quietNow: false,
};

it('changes one way of one event only', () => {
  const after = changed(settings, { events: { 'comment.added': { mail: 'off' } } });
  expect(after).toEqual({ ...settings, events: [{ ...settings.events[0], mail: 'off' }, settings.events[1]] });
});

it('takes quiet hours away, and leaves what is not named', () =>
  expect(changed(settings, { quietHours: null, digestAt: '09:30' })).toEqual({
    ...settings,
    quietHours: null,
    digestAt: '09:30',
  }));
