import { demoSignIns } from './organisation/demo/demo-people.js';
import { ConfigError, loadConfig, readDotEnv } from './platform/config.js';
import { JobRunner } from './platform/jobs/job-runner.js';
import { startMillrace, type Parts, type RunningMillrace } from './start-millrace.js';

/** Starts the given parts of Millrace in this process and stops them in order when asked to. */
export async function serve(parts: Parts): Promise<void> {
  readDotEnv();
  const say = (line: string) => console.log(`  ${line}`);
  try {
    if (Number(process.versions.node.split('.')[0]) < 22) {
      throw new ConfigError(`Node ${process.versions.node} is too old. Type: npm start (it brings its own Node 24)`);
    }
    const config = loadConfig();
    const running = await startMillrace(config, parts, say);
    const stop = stopOnce(running.stop);
    process.on('SIGINT', () => stop(0));
    process.on('SIGTERM', () => stop(0));
    // A worker without jobs must not look alive to whoever restarts processes that have ended.
    void running.app.get(JobRunner).failed.then((error) => {
      console.error(`\nThe jobs ended: ${error.message}`);
      stop(1);
    });
    console.log(readiness(running, config.demo));
  } catch (error) {
    console.error(`\nMillrace did not start: ${(error as Error).message}`);
    if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === 'debug') console.error(error);
    process.exit(1);
  }
}

function readiness({ url, firstRunLink }: RunningMillrace, demo: boolean): string {
  if (url === undefined) return '\nMillrace worker is ready.';
  const signIns = demo ? `\n  Sign in as ${demoSignIns.join(', ')}; the password is "demo".` : '';
  const first = firstRunLink
    ? `\n  There are no people yet. Make the first administrator here (good once, for 24 hours):\n  ${firstRunLink}`
    : '';
  return `\nMillrace is ready: ${url}\n  API: ${url}/api/docs   Public form: ${url}/f/order${signIns}${first}\n  Ctrl+C stops it.`;
}

/** Stops once, however often it is asked to, and ends the process with the given exit code, or 1 when stopping fails. */
function stopOnce(stop: () => Promise<void>): (exitCode: number) => void {
  let stopping = false;
  return (exitCode) => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping');
    stop().then(
      () => process.exit(exitCode),
      (error: Error) => {
        console.error(`Stopping failed: ${error.message}`);
        process.exit(1);
      },
    );
  };
}
