import { nip } from './tax-number.js';

const companies = ['Żółta Łąka Sp. z o.o.', 'Saulės Kelias UAB', 'ООО «Северный ветер»', 'Harbour Lights Ltd', 'Dąbrowski i Synowie S.A.'];
const people = ['Katarzyna Wiśniewska', 'Mindaugas Balčiūnas', 'Дмитрий Соколов', 'Emma Clarke', 'Łukasz Wójcik'];
const goods = [
  'Mono-crystalline module 450 W, black frame',
  'Three-phase hybrid inverter 10 kW with monitoring',
  'Mounting rail, aluminium, 3300 mm, with end clamps',
  'DC cable 6 mm², double insulated, per 100 m',
  'Surge protection set, type I+II, DC and AC side',
];
const text =
  'We plan to equip the roof of our warehouse before the end of the season and ask for an offer with delivery and ' +
  'installation. The roof is flat, covered with membrane, about 1200 square metres; the structural survey of last year is ' +
  'attached. Please tell us the delivery time of the inverters, the terms of the guarantee, and whether the works can be ' +
  'done at weekends, since the warehouse is open on working days from six to twenty-two. Our electrician is ready to meet ' +
  'your people on the spot.';

/** The card of an order as an office gets it: 22 values, about 1.3 kB, different for each `index`. */
export function requestCard(index: number): Record<string, unknown> {
  const pick = <Value>(values: readonly Value[], step = 1): Value => values[(index * step) % values.length];
  const items = [1, 2, 3, 4].map((step) => ({
    name: pick(goods, step),
    quantity: String(10 + ((index * step) % 90)),
    price: { amount: `${100 + ((index * step) % 900)}.5000`, currency: 'EUR' },
  }));
  return {
    company: `${pick(companies)} ${index}`,
    contact: pick(people, 3),
    phone: `+37061${String(index % 1_000_000).padStart(6, '0')}`,
    email: `buyer${index}@customer.example`,
    taxNumber: nip(500_000_000 + index),
    subject: `Order ${index}: equipment for the roof of the warehouse, delivery and installation`,
    text: `${text} Our reference is ${index}-${(index * 7919) % 10_007}.`,
    kind: 'order',
    items,
  };
}
