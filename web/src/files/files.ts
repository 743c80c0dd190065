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

export type FilePreview = Schemas['FilePreview'];

/** A version of a file, or a file within the letter that it is. */
export interface Shown {
  readonly id: string;
  readonly version: number;
  /** The address of an attachment of a letter. */
  readonly part?: string;
}

/** All versions of a file, the latest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['files', id, 'versions'],
    queryFn: ({ signal }) => answer(api.GET('/api/files/{id}/versions', { params: { path: { id } }, signal })),
  });

/** How a file is shown. A version never changes. */
export const previewQuery = ({ id, version, part }: Shown) =>
  queryOptions({
    queryKey: ['files', id, 'preview', version, part ?? ''],
    queryFn: ({ signal }) => {
      const query = { version, ...(part === undefined ? {} : { part }) };
      return answer(api.GET('/api/files/{id}/preview', { params: { path: { id }, query }, signal }));
    },
    staleTime: Infinity,
  });

/** Where the bytes of a file are. */
export function contentOf({ id, version, part }: Shown): string {
  return part === undefined
    ? `/api/files/${id}/content?version=${version}`
    : `/api/files/${id}/parts/${part}?version=${version}`;
}

/** Where the page of a text document or letter is. */
export function pageOf({ id, version, part }: Shown): string {
  return `/api/files/${id}/preview/page?version=${version}${part === undefined ? '' : `&part=${part}`}`;
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
