/** Severities that the checks do not let through. */
const refused = ['high', 'critical'];

/**
 * The advisories of a report of `npm audit --json` that are refused, each once; undefined when it is no report: the
 * registry was not reached, or offers none.
 */
export function readAdvisories(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof report?.vulnerabilities !== 'object' || report.vulnerabilities === null) return undefined;
  const found = new Map();
  for (const { via } of Object.values(report.vulnerabilities)) {
    for (const cause of via) {
      if (typeof cause === 'string' || !refused.includes(cause.severity)) continue;
      const id = cause.url?.split('/').at(-1) ?? String(cause.source);
      found.set(id, { id, package: cause.name, severity: cause.severity, title: cause.title });
    }
  }
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

/**
 * What is wrong with the advisories, by the list of those that are put up with: an entry needs a reason and a day on which it
 * is looked at again, and from that day on it counts no more. `today` is a day, `2026-12-31`.
 */
export function judgeAdvisories(advisories, allowed, today) {
  const faults = [];
  for (const { advisory, until, reason } of allowed) {
    const dated = /^\d{4}-\d{2}-\d{2}$/.test(until ?? '');
    if (!advisory || !dated || !reason?.trim()) {
      faults.push(`An entry of the list (${advisory ?? 'without advisory'}) lacks its advisory, day or reason.`);
    } else if (until <= today) {
      faults.push(`The entry of the list for ${advisory} was good until ${until}: look at it again.`);
    } else if (!advisories.some(({ id }) => id === advisory)) {
      faults.push(`The list has ${advisory}, which no package has any more: take it out.`);
    }
  }
  const known = new Set(allowed.filter(({ until }) => until > today).map(({ advisory }) => advisory));
  for (const { id, severity, title, package: name } of advisories) {
    if (!known.has(id)) faults.push(`${severity}: ${name}: ${title} (${id})`);
  }
  return faults;
}
