import 'i18next';
import type app from '../app/texts/en.json';
import type assignments from '../assignments/texts/en.json';
import type attention from '../features/attention/texts/en.json';
import type audit from '../features/audit/texts/en.json';
import type calendar from '../features/calendar/texts/en.json';
import type calls from '../features/calls/texts/en.json';
import type card from '../card/texts/en.json';
import type desk from '../features/desk/texts/en.json';
import type document from '../features/document/texts/en.json';
import type entrance from '../features/entrance/texts/en.json';
import type files from '../files/texts/en.json';
import type notices from '../notices/texts/en.json';
import type notifications from '../features/notifications/texts/en.json';
import type offline from '../offline/texts/en.json';
import type organisation from '../features/organisation/texts/en.json';
import type people from '../people/texts/en.json';
import type profile from '../features/profile/texts/en.json';
import type registers from '../features/registers/texts/en.json';
import type registration from '../features/registration/texts/en.json';
import type reports from '../features/reports/texts/en.json';
import type routes from '../routes/texts/en.json';
import type search from '../features/search/texts/en.json';
import type session from '../session/texts/en.json';
import type tour from '../features/tour/texts/en.json';
import type ui from '../ui/texts/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    /** Each folder of screens adds the line of its English texts: a key that is missing there fails the type check. */
    resources: {
      app: typeof app;
      assignments: typeof assignments;
      attention: typeof attention;
      audit: typeof audit;
      calendar: typeof calendar;
      calls: typeof calls;
      card: typeof card;
      desk: typeof desk;
      document: typeof document;
      entrance: typeof entrance;
      files: typeof files;
      notices: typeof notices;
      notifications: typeof notifications;
      offline: typeof offline;
      organisation: typeof organisation;
      people: typeof people;
      profile: typeof profile;
      registers: typeof registers;
      registration: typeof registration;
      reports: typeof reports;
      routes: typeof routes;
      search: typeof search;
      session: typeof session;
      tour: typeof tour;
      ui: typeof ui;
    };
  }
}
