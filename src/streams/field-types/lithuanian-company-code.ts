/**
 * True for a Lithuanian company code (juridinio asmens kodas): nine digits, the last of them a check digit. The digits
 * 1-8 are weighted 1 to 8 and summed modulo 11; when that gives 10, they are weighted 3 to 9 and 1 instead, and 10 then
 * counts as 0: the scheme of Lithuanian personal codes and VAT codes, cut to eight digits. It holds for the codes that
 * the Register of Legal Entities publishes, e.g. 124110246 (Registrų centras), 121215434 (Telia Lietuva).
 */
export function isLithuanianCompanyCode(code: string): boolean {
  if (!/^[1-9]\d{8}$/.test(code)) return false;
  const digits = [...code].map(Number);
  const first = weigh(digits, [1, 2, 3, 4, 5, 6, 7, 8]);
  const check = first === 10 ? weigh(digits, [3, 4, 5, 6, 7, 8, 9, 1]) % 10 : first;
  return check === digits[8];
}

function weigh(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11;
}
