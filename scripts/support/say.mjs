/** What a script tells while it works; CI logs carry the time of each step. */
export function say(line) {
  const time = process.env.CI === 'true' ? `[${new Date().toISOString().slice(11, 19)}] ` : '  ';
  console.log(`${time}${line}`);
}

/** Ends the script with what is wrong and what to do, without a stack trace. */
export class Stop extends Error {}

/** Runs a script to its exit code; a Stop is told plainly, anything else is a mistake in the script. */
export async function script(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Stop ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** "1 min 5 s" */
export function span(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
