/** Name of the notice of a step of a route: `{run, issued: ids or null, history: [{event, detail}]}`. */
export const steppedNotice = 'route.stepped';

/**
 * The events of history that people may have to be told of at once. A row of `notice` is written with them, in the same
 * statement; the folder of notifications finds out whom to tell. Steps of routes write theirs with `saveRun`.
 */
export const noticedEvents: ReadonlySet<string> = new Set([
  'comment.added',
  'document.shared',
  'assignment.issued',
  'assignment.claim',
  'assignment.release',
  'assignment.delegate',
  'assignment.forward',
  'assignment.substituted',
  'assignment.came-back',
  'assignment.handed-over',
  'assignment.reminded',
  'assignment.escalated',
  'assignment.reported',
  'assignment.accepted',
  'assignment.returned',
  'assignment.completed',
  'assignment.cancelled',
  'assignment.skipped',
  'assignment.failed',
  'assignment.withdrawn',
  'extension.asked',
  'extension.granted',
  'extension.denied',
  'route.cancelled',
]);
