import { queryOptions } from '@tanstack/react-query';
import { api, answer, Problem, type Schemas } from '../api/client.ts';

export type FileView = Schemas['FileView'];

/** The files of a document, each in its current version. */
export const filesQuery = (document: string) =>
  queryOptions({
    queryKey: ['documents', document, 'files'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/documents/{id}/files', { params: { path: { id: document } }, signal })),
  });

/** Where the bytes of a file are. */
export function contentOf({ id, version }: Pick<FileView, 'id' | 'version'>): string {
  return `/api/files/${id}/content?version=${version}`;
}

/**
 * Attaches a file; one with the name of a file that is there becomes its next version. `onProgress` hears how much has
 * gone, from 0 to 1, which only XMLHttpRequest tells. @throws Problem
 */
export function attachFile(document: string, file: File, onProgress: (part: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file, file.name);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => (request.status < 300 ? resolve() : reject(refusalOf(request)));
    request.onerror = () => reject(new Problem(0, 'Not reached', 'The server cannot be reached.', 'unreachable', []));
    request.open('POST', `/api/documents/${document}/files`);
    request.send(body);
  });
}

function refusalOf({ status, responseText }: XMLHttpRequest): Problem {
  try {
    const { title, detail } = JSON.parse(responseText) as { readonly title?: string; readonly detail?: string };
    return new Problem(status, title ?? '', detail ?? title ?? '', `status-${status}`, []);
  } catch {
    return new Problem(status, '', '', `status-${status}`, []);
  }
}
