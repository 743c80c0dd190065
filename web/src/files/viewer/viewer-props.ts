import type { FilePreview, Shown } from '../files.ts';

/** What a viewer can do beyond showing. */
export interface ViewerTools {
  readonly zoom?: boolean;
  readonly print?: () => void;
  /** Opens its search of text. */
  readonly search?: () => void;
}

export interface ViewerProps {
  readonly shown: Shown;
  readonly preview: FilePreview;
  /** 1 is what fits. */
  readonly zoom: number;
  /** Tells the bar what this viewer can do; the same function always. */
  readonly tools: (tools: ViewerTools) => void;
  /** Opens a file within a letter. */
  readonly onPart: (part: string, name: string) => void;
}
