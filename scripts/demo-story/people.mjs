import { randomInt } from 'node:crypto';

const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** A client nobody knows yet, so that the story can be played again and again on one database. */
export function client() {
  const taxNumber = nip();
  return {
    company: `Zakład Wodny ${taxNumber.slice(-4)} sp. z o.o.`,
    contact: 'Jan Kowalski',
    phone: '+48 22 123 45 67',
    email: `jan.kowalski@zaklad-${taxNumber}.example`,
    taxNumber,
  };
}

/** A made-up Polish tax number (NIP) with a right check digit: the weighted sum of the others modulo 11. */
function nip() {
  for (;;) {
    const digits = [randomInt(1, 10), ...Array.from({ length: 8 }, () => randomInt(0, 10))];
    const check = digits.reduce((sum, digit, place) => sum + digit * weights[place], 0) % 11;
    if (check < 10) return [...digits, check].join('');
  }
}
