import {
  IconBuilding,
  IconCalendarEvent,
  IconFileInvoice,
  IconFileText,
  IconFolder,
  IconInbox,
  IconSignature,
  type TablerIcon,
} from '@tabler/icons-react';

/** Names that definitions of streams may give as `icon`. */
const icons: Readonly<Record<string, TablerIcon>> = {
  building: IconBuilding,
  'calendar-check': IconCalendarEvent,
  'file-signature': IconSignature,
  'file-text': IconFileText,
  inbox: IconInbox,
  receipt: IconFileInvoice,
};

/** The sign of a stream; a folder where its definition names none that is known. */
export function StreamIcon({ name, size = 18 }: { readonly name?: string | undefined; readonly size?: number }) {
  const Icon = icons[name ?? ''] ?? IconFolder;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
