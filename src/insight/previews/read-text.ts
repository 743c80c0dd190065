import { likelyCodePage } from '../../intake/letters/undeclared-charset.js';
import type { TextPreview } from './preview.js';

/** The text of the first bytes of a file, in the encoding that it is most likely in; `truncated`: the file goes on. */
export function readText(bytes: Uint8Array, truncated: boolean): TextPreview {
  const encoding = encodingOf(bytes);
  // The last character may be cut in two.
  const text = new TextDecoder(encoding).decode(bytes, { stream: truncated });
  return { text, encoding, truncated };
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return likelyCodePage(bytes) ?? 'windows-1252';
  }
}
