/** The automatic steps that routes can name; checks without a running program know them from here. */
export const actionNames = ['set-status', 'set-fields', 'register-document', 'generate-document', 'send-mail'] as const;
export type ActionName = (typeof actionNames)[number];

/** Those that are done in the transaction that has reached them: a run does not wait at them. */
export const actionsAtOnce: ReadonlySet<string> = new Set<ActionName>([
  'set-status',
  'set-fields',
  'register-document',
  'send-mail',
]);
