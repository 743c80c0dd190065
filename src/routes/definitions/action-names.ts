/** The automatic steps that routes can name; checks without a running program know them from here. */
export const actionNames = ['set-status', 'set-fields', 'register-document', 'generate-document', 'send-mail'] as const;
export type ActionName = (typeof actionNames)[number];
