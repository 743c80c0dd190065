import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { readsHere } from './reader.ts';

/** Milliseconds after which the rest of the app is fetched for later: never beside what is wanted now. */
const calm = 4000;

/** Keeps the app, and what this person reads with it, readable without a connection. */
export function useServiceWorker(person: string): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    // A notification was tapped.
    const hear = ({ data }: MessageEvent<{ readonly open?: string }>) => {
      if (data.open?.startsWith('/')) void navigate({ href: data.open });
    };
    navigator.serviceWorker.addEventListener('message', hear);
    return () => navigator.serviceWorker.removeEventListener('message', hear);
  }, [navigate]);
  useEffect(() => {
    void readsHere(person);
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    const timer = setTimeout(() => void navigator.serviceWorker.register('/sw.js').catch(() => undefined), calm);
    return () => clearTimeout(timer);
  }, [person]);
}
