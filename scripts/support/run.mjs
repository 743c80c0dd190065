import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './places.mjs';

/**
 * Runs a program in the repository's folder with this terminal and answers its exit code. SIGINT and SIGTERM are passed
 * on, and the program is waited for, so that it can stop what it started.
 */
export function run(program, args, { environment = {}, timeLimitMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: pathWithOwnTools(), ...environment },
    });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    const limit = timeLimitMs && setTimeout(() => child.kill('SIGTERM'), timeLimitMs);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(limit);
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15));
    });
  });
}

/** The tools of node_modules first, its Node among them. */
function pathWithOwnTools() {
  return [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
}
