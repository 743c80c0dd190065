/** An address as a letter's header gives it. */
export interface LetterAddress {
  /** The display name; empty when there is none. */
  readonly name: string;
  /** Lower-cased. */
  readonly address: string;
}

/** A part of a letter that is not its text. */
export interface LetterPart {
  /** As the letter names it, unchecked; undefined when it does not. */
  readonly name: string | undefined;
  /** The declared media type, lower case. */
  readonly type: string;
  readonly disposition: 'attachment' | 'inline' | undefined;
  /** Content-ID without angle brackets. */
  readonly contentId: string | undefined;
  /** Lies beside an HTML body inside multipart/related. */
  readonly related: boolean;
  readonly bytes: Buffer;
}

/** Why a letter could be read in part only. */
export interface LetterFault {
  readonly code: LetterFaultCode;
  /** For people, in English. */
  readonly message: string;
}
export type LetterFaultCode = 'letter-broken' | 'letter-too-large' | 'letter-too-many-parts' | 'letter-too-slow';

/** A letter that was read: what the pipeline looks at. */
export interface Letter {
  /** With angle brackets. */
  readonly messageId: string | undefined;
  /** Message-IDs of `In-Reply-To` and `References`, nearest first, each once. */
  readonly answers: readonly string[];
  readonly from: LetterAddress | undefined;
  readonly replyTo: LetterAddress | undefined;
  readonly subject: string;
  /** Plain text as sent; empty when the letter has only HTML. */
  readonly text: string;
  /** HTML as sent: hostile until cleaned. */
  readonly html: string | undefined;
  readonly parts: readonly LetterPart[];
  /** Raw values of the top headers by lower-case name, unfolded, in the order of the letter. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Set when something of the letter could not be read. */
  readonly fault: LetterFault | undefined;
}

/** First value of a header; undefined when the letter has none. */
export function header(letter: Pick<Letter, 'headers'>, name: string): string | undefined {
  return letter.headers.get(name)?.[0];
}
