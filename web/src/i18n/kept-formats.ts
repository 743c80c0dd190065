/**
 * The browser's formats, each made once: making one costs a hundred times as much as using it, and a screen says hundreds
 * of dates and sums.
 */
function madeOnce<Options extends object, Format>(make: (language: string, options: Options) => Format) {
  const kept = new Map<string, Format>();
  return (language: string, options: Options): Format => {
    const name = language + JSON.stringify(options);
    let format = kept.get(name);
    if (format === undefined) kept.set(name, (format = make(language, options)));
    return format;
  };
}

export const dateFormat = madeOnce(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
);

export const numberFormat = madeOnce(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);

export const relativeFormat = madeOnce(
  (language, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
);
