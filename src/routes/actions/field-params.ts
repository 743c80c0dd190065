const prefix = 'field.';

/** The card values among an action's parameters: `field.subject` is the field `subject`. Values of FEEL money become exact. */
export function fieldParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), toCardValue(value)]),
  );
}

/** FEEL sees money as {amount: number, currency}; cards take the amount as a decimal text. */
function toCardValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toCardValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, toCardValue(member)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  if (typeof copy['amount'] === 'number' && typeof copy['currency'] === 'string')
    copy['amount'] = String(copy['amount']);
  return copy;
}
