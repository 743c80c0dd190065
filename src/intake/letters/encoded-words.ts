const encodedWord = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bqBQ])\?([^?\s]{0,2000})\?=/g;

/**
 * A header's value with its encoded words (RFC 2047) as text. For a first look at a letter; the letter itself is read
 * by `parseLetter`. Words in an unknown charset are read as UTF-8.
 */
export function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(encodedWord, (_, charset: string, encoding: string, content: string) =>
      decoder(charset).decode(encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quoted(content)),
    );
}

function quoted(content: string): Buffer {
  const plain = content.replaceAll('_', ' ');
  return Buffer.from(
    plain.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function decoder(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder('utf-8');
  }
}
