/** How a file is shown; `none`: it is offered to be saved, and `reason` says why it is not shown. */
export type PreviewKind = 'pdf' | 'image' | 'page' | 'letter' | 'sheets' | 'text' | 'none';

/** Why a file is not shown, or not all of it. */
export type PreviewReason = 'unknown-type' | 'too-large' | 'too-slow' | 'broken' | 'locked';

/** What a viewer needs to show a file. */
export interface FilePreview {
  readonly kind: PreviewKind;
  readonly name: string;
  /** Media type by content. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Of kind `none`. */
  readonly reason?: PreviewReason;
  /** Of kind `text`. */
  readonly text?: TextPreview;
  /** Of kind `sheets`. */
  readonly sheets?: readonly SheetPreview[];
  /** Of kind `letter`; its text is the page. */
  readonly letter?: LetterPreview;
}

/** The beginning of a text. */
export interface TextPreview {
  readonly text: string;
  /** As it was read, by the name of the WHATWG Encoding Standard. */
  readonly encoding: string;
  /** True when the file goes on. */
  readonly truncated: boolean;
}

/** The first rows of a sheet, as its cells show them. */
export interface SheetPreview {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
  /** True when the sheet has more rows or columns. */
  readonly truncated: boolean;
}

/** Text as a cell shows it; `number` stands on the right. */
export interface SheetCell {
  readonly text: string;
  readonly number?: boolean;
  readonly bold?: boolean;
}

/** The head of a letter. Addresses are as they were sent. */
export interface LetterPreview {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  /** ISO 8601; absent where the letter has none that can be read. */
  readonly sentAt?: string;
  readonly attachments: readonly LetterAttachment[];
  /** True where not all of the letter could be read. */
  readonly incomplete: boolean;
}

/** A file within a letter. `part` is its address there: `0`, or `2.0` inside of a letter that is itself attached. */
export interface LetterAttachment {
  readonly part: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A preview, with its page where it has one. */
export interface Prepared {
  readonly preview: FilePreview;
  /** HTML that is safe to show under the policy of `pageHeaders`. */
  readonly page?: string;
}
