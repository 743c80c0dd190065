import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type NoticeSettings = Schemas['SettingsView'];
export type SettingsChange = Schemas['ChangeSettingsDto'];

/** Of what I am told, and by which ways. */
export const settingsQuery = queryOptions({
  queryKey: ['notifications', 'settings'],
  queryFn: ({ signal }) => answer(api.GET('/api/me/notification-settings', { signal })),
});

/** The settings as they will be once `change` has been made; what it leaves out stays. */
export function changed(settings: NoticeSettings, { events = {}, timeZone, ...plain }: SettingsChange): NoticeSettings {
  return {
    ...settings,
    ...plain,
    ...(timeZone === undefined ? {} : { timeZone }),
    events: settings.events.map((choice) => ({ ...choice, ...events[choice.event] })),
  };
}
