/** Injection token of the connection string that this process uses. */
export const DATABASE_URL = Symbol('DatabaseUrl');
