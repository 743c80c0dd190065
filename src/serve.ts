import { demoSignIns } from './organisation/demo/demo-people.js';
import { ConfigError, loadConfig, readDotEnv } from './platform/config.js';
import { startMillrace, type Parts } from './start-millrace.js';

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
    stopOnSignal(running.stop);
    console.log(readiness(running.url, config.demo));
  } catch (error) {
    console.error(`\nMillrace did not start: ${(error as Error).message}`);
    if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === 'debug') console.error(error);
    process.exit(1);
  }
}

function readiness(url: string | undefined, demo: boolean): string {
  if (url === undefined) return '\nMillrace worker is ready.';
  const signIns = demo ? `\n  Sign in as ${demoSignIns.join(', ')}; the password is "demo".` : '';
  return `\nMillrace is ready: ${url}\n  API: ${url}/api/docs   Public form: ${url}/f/order${signIns}\n  Ctrl+C stops it.`;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping');
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(`Stopping failed: ${error.message}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
