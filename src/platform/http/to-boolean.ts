import { Transform } from 'class-transformer';

/** `true`, `1`, `false` and `0` of a query are truth values. */
export const toBoolean = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  );
