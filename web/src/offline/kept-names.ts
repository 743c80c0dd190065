/** Prefixes of the caches of this app: what it consists of, and what a person has read. */
export const shellCache = 'millrace-shell-';
export const readCache = 'millrace-read-';

/** Who reads on this device: a cache with one entry, since a service worker may forget what it was told. */
export const personCache = 'millrace-person';
export const personEntry = '/offline/person';

/** The header of an answer that was kept: when the server gave it, ISO 8601. */
export const asOfHeader = 'x-millrace-as-of';
