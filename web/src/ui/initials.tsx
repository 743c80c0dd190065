import styles from './initials.module.css';

/** A person as two letters beside the name, for the eye only. */
export function Initials({ name, size = 24 }: { readonly name: string; readonly size?: number }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .filter((letter) => /\p{L}/u.test(letter));
  const shown = [letters[0], letters.length > 1 ? letters.at(-1) : undefined].join('').toUpperCase();
  return (
    <span
      className={styles.initials}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42) }}
      aria-hidden
    >
      {shown}
    </span>
  );
}
