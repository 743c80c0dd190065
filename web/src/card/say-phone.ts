/** Groups of digits after the country code, as the countries we know best write them; others stay in one piece. */
const plans: readonly [RegExp, string][] = [
  [/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4'],
  [/^\+370(6\d{2})(\d{2})(\d{3})$/, '+370 $1 $2$3'],
  [/^\+370(\d{1})(\d{3})(\d{4})$/, '+370 $1 $2 $3'],
  [/^\+48([4-8]\d{2})(\d{3})(\d{3})$/, '+48 $1 $2 $3'],
  [/^\+48(\d{2})(\d{3})(\d{2})(\d{2})$/, '+48 $1 $2 $3 $4'],
];

/** A telephone number of the form `+37061234567` with the spaces that make it readable. */
export function sayPhone(number: string): string {
  for (const [form, shown] of plans) if (form.test(number)) return number.replace(form, shown);
  return number;
}
