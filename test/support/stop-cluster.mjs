import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the PostgreSQL server that still runs on the abandoned cluster `folder`, if there is one. */
export function stopCluster(folder) {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !runsOn(pid, folder)) return;
  try {
    // SIGQUIT is PostgreSQL's immediate shutdown.
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended meanwhile.
  }
}

/** The pid may have been given to another program since; on Linux the command line tells. */
function runsOn(pid, folder) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder);
  } catch {
    return false;
  }
}
