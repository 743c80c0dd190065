/** How an address is read without a connection. */
export type Kept = 'page' | 'shell' | 'answer' | 'file' | 'never';

const answers = [
  /^\/api\/(me|welcome|streams|assignments|routes)$/,
  /^\/api\/streams\/[\w-]+$/,
  /^\/api\/assignments\/[\w-]+$/,
  /^\/api\/documents\/[\w-]+(\/(history|links|files|comments|runs|assignments|messages|related))?$/,
  /^\/api\/runs\/[\w-]+$/,
  /^\/api\/files\/[\w-]+\/(preview|versions)$/,
  /^\/api\/(views|notifications|people)(\/[\w-]+)?$/,
];
const files = /^\/api\/files\/[\w-]+\/(content|preview\/page|parts\/[\d.]+)$/;
const shell = /^\/(assets|pdfjs)\/|^\/(icon[\w.-]*|manifest\.webmanifest)$/;
/** Pages that the server writes itself. */
const otherPages = /^\/(api|f|d|calendar\/.*\.ics|scim|metrics)(\/|$)/;

/**
 * What becomes of a GET to this path. Lists of registers, searches and exports are not kept: they are never what somebody
 * has opened, and there is no end to them.
 */
export function whatIsKept(path: string, isPage: boolean): Kept {
  if (files.test(path)) return 'file';
  if (answers.some((pattern) => pattern.test(path))) return 'answer';
  if (shell.test(path)) return 'shell';
  return isPage && !otherPages.test(path) ? 'page' : 'never';
}
