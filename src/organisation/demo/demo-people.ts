import type { LocalisedText } from '../../platform/languages.js';

/** A demo person: holds the post of the same key as the login. */
export interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly post: LocalisedText;
  readonly unit: string;
  readonly roles: readonly string[];
}

export interface DemoUnit {
  readonly key: string;
  readonly name: LocalisedText;
  readonly parent: string | null;
  /** Login of the head. */
  readonly head: string;
}

/** Password of every demo sign-in. */
export const demoPassword = 'demo';

/** What papers say of the demo firm. The tax number is made up. */
export const demoDetails = {
  taxNumber: '304567894',
  registrationCode: null,
  address: {
    en: 'Gedimino pr. 20, LT-01103 Vilnius, Lithuania',
    ru: 'Gedimino pr. 20, LT-01103 Вильнюс, Литва',
    pl: 'Gedimino pr. 20, LT-01103 Wilno, Litwa',
    lt: 'Gedimino pr. 20, LT-01103 Vilnius',
  },
  phone: '+370 5 210 0000',
  email: 'office@gamma-trade.example',
  bank: { name: 'Demo Bankas AB', account: 'LT12 1000 0111 0100 1000', code: 'DEMOLT2X' },
  signatory: {
    name: 'Eglė Stankevičiūtė',
    post: {
      en: 'Chief executive officer',
      ru: 'Генеральный директор',
      pl: 'Prezes zarządu',
      lt: 'Generalinis direktorius',
    },
  },
} as const;

/** From the top downwards: a unit stands below its parent. */
export const demoUnits: readonly DemoUnit[] = [
  { key: 'company', parent: null, head: 'ceo', name: 'Gamma Trade' },
  {
    key: 'sales',
    parent: 'company',
    head: 'head',
    name: { en: 'Sales', ru: 'Отдел продаж', pl: 'Dział sprzedaży', lt: 'Pardavimų skyrius' },
  },
  {
    key: 'legal',
    parent: 'company',
    head: 'lawyer',
    name: { en: 'Legal', ru: 'Юридический отдел', pl: 'Dział prawny', lt: 'Teisės skyrius' },
  },
  {
    key: 'finance',
    parent: 'company',
    head: 'cfo',
    name: { en: 'Finance', ru: 'Финансовый отдел', pl: 'Dział finansowy', lt: 'Finansų skyrius' },
  },
  {
    key: 'office',
    parent: 'company',
    head: 'secretary',
    name: { en: 'Office', ru: 'Канцелярия', pl: 'Sekretariat', lt: 'Raštinė' },
  },
  {
    key: 'warehouse',
    parent: 'company',
    head: 'warehouse',
    name: { en: 'Warehouse', ru: 'Склад', pl: 'Magazyn', lt: 'Sandėlis' },
  },
];

const salesManager = {
  en: 'Sales manager',
  ru: 'Менеджер по продажам',
  pl: 'Specjalista ds. sprzedaży',
  lt: 'Pardavimų vadybininkas',
};

export const demoPeople: readonly DemoPerson[] = [
  {
    login: 'admin',
    name: 'Tomas Petrauskas',
    unit: 'company',
    roles: ['admin'],
    post: { en: 'Administrator', ru: 'Администратор', pl: 'Administrator', lt: 'Administratorius' },
  },
  {
    login: 'clerk',
    name: 'Rasa Jankauskienė',
    unit: 'office',
    roles: ['clerk'],
    post: { en: 'Clerk', ru: 'Делопроизводитель', pl: 'Referent', lt: 'Raštvedė' },
  },
  { login: 'manager', name: 'Anna Kowalska', unit: 'sales', roles: ['manager'], post: salesManager },
  { login: 'manager2', name: 'Dmitri Sokolov', unit: 'sales', roles: ['manager'], post: salesManager },
  {
    login: 'head',
    name: 'Jonas Kazlauskas',
    unit: 'sales',
    roles: ['head', 'manager'],
    post: { en: 'Head of sales', ru: 'Начальник отдела продаж', pl: 'Kierownik sprzedaży', lt: 'Pardavimų vadovas' },
  },
  {
    login: 'lawyer',
    name: 'Katarzyna Wiśniewska',
    unit: 'legal',
    roles: ['lawyer'],
    post: { en: 'Lawyer', ru: 'Юрист', pl: 'Prawnik', lt: 'Teisininkė' },
  },
  {
    login: 'cfo',
    name: 'Andrius Žukauskas',
    unit: 'finance',
    roles: ['cfo'],
    post: {
      en: 'Chief financial officer',
      ru: 'Финансовый директор',
      pl: 'Dyrektor finansowy',
      lt: 'Finansų direktorius',
    },
  },
  {
    login: 'ceo',
    name: 'Eglė Stankevičiūtė',
    unit: 'company',
    roles: ['ceo'],
    post: {
      en: 'Chief executive officer',
      ru: 'Генеральный директор',
      pl: 'Dyrektor generalny',
      lt: 'Generalinė direktorė',
    },
  },
  {
    login: 'secretary',
    name: 'Olga Ivanova',
    unit: 'office',
    roles: ['secretary'],
    post: { en: 'Secretary', ru: 'Секретарь', pl: 'Sekretarka', lt: 'Sekretorė' },
  },
  {
    login: 'accountant',
    name: 'Marta Zielińska',
    unit: 'finance',
    roles: ['accountant'],
    post: { en: 'Accountant', ru: 'Бухгалтер', pl: 'Księgowa', lt: 'Buhalterė' },
  },
  {
    login: 'warehouse',
    name: 'Mindaugas Balčiūnas',
    unit: 'warehouse',
    roles: ['warehouse'],
    post: { en: 'Warehouse keeper', ru: 'Кладовщик', pl: 'Magazynier', lt: 'Sandėlininkas' },
  },
];

/** Logins of the demo people, in the order in which they are shown. */
export const demoSignIns: readonly string[] = demoPeople.map((person) => person.login);

/** Where mail of demo people goes: a domain that leads nowhere (RFC 2606). */
export const demoMailDomain = 'gamma-trade.example';

/** The roles that streams give rights to. */
export const demoRoles: Readonly<Record<string, LocalisedText>> = {
  admin: { en: 'Administrator', ru: 'Администратор', pl: 'Administrator', lt: 'Administratorius' },
  clerk: { en: 'Clerk', ru: 'Делопроизводитель', pl: 'Referent', lt: 'Raštvedys' },
  manager: { en: 'Manager', ru: 'Менеджер', pl: 'Handlowiec', lt: 'Vadybininkas' },
  head: { en: 'Head of department', ru: 'Начальник отдела', pl: 'Kierownik działu', lt: 'Skyriaus vadovas' },
  lawyer: { en: 'Lawyer', ru: 'Юрист', pl: 'Prawnik', lt: 'Teisininkas' },
  cfo: {
    en: 'Chief financial officer',
    ru: 'Финансовый директор',
    pl: 'Dyrektor finansowy',
    lt: 'Finansų direktorius',
  },
  ceo: {
    en: 'Chief executive officer',
    ru: 'Генеральный директор',
    pl: 'Dyrektor generalny',
    lt: 'Generalinis direktorius',
  },
  secretary: { en: 'Secretary', ru: 'Секретарь', pl: 'Sekretariat', lt: 'Sekretorius' },
  accountant: { en: 'Accountant', ru: 'Бухгалтер', pl: 'Księgowość', lt: 'Buhalteris' },
  warehouse: { en: 'Warehouse', ru: 'Склад', pl: 'Magazyn', lt: 'Sandėlis' },
};
