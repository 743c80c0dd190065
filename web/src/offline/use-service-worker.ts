import { useEffect } from 'react';
import { readsHere } from './reader.ts';

/** Milliseconds after which the rest of the app is fetched for later: never beside what is wanted now. */
const calm = 4000;

/** Keeps the app, and what this person reads with it, readable without a connection. */
export function useServiceWorker(person: string): void {
  useEffect(() => {
    void readsHere(person);
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    const timer = setTimeout(() => void navigator.serviceWorker.register('/sw.js').catch(() => undefined), calm);
    return () => clearTimeout(timer);
  }, [person]);
}
