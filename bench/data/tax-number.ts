const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** A Polish tax number (NIP) with the right check digit, of nine digits that are counted up where none exists. */
export function nip(digits: number): string {
  for (let next = digits; ; next += 1_000_000_00) {
    const nine = String(next % 1_000_000_000).padStart(9, '1');
    const check = [...nine].reduce((sum, digit, index) => sum + Number(digit) * (weights[index] ?? 0), 0) % 11;
    if (check < 10) return `${nine}${check}`;
  }
}
