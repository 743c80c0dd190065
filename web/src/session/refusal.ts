const known = {
  'unknown-at-provider': 'stranger',
  'account-closed': 'closed',
  'provider-late': 'late',
  'provider-unreachable': 'unreachable',
} as const;

/** The text that tells why somebody who came from the sign-in provider was not let in. */
export function refusalKey(code: string): (typeof known)[keyof typeof known] | 'other' {
  return Object.entries(known).find(([name]) => name === code)?.[1] ?? 'other';
}
