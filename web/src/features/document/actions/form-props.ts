import type { DocumentView } from '../../../streams/documents.ts';
import type { Stream } from '../../../streams/streams.ts';

/** What every form of an action is given. */
export interface FormProps {
  readonly document: DocumentView;
  readonly stream: Stream;
  readonly onClose: () => void;
}
