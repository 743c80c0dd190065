import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { projectNode, root } from './places.mjs';
import { run } from './run.mjs';
import { say, span, Stop } from './say.mjs';

/** @throws Stop when this Node cannot even install the packages */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Stop(`Node ${process.versions.node} is too old; 20.19 or newer is needed. Get it from https://nodejs.org`);
}

/** Installs the packages when they are missing or differ from package-lock.json. */
export async function ensurePackages() {
  const reason = whyInstall();
  if (reason !== undefined) {
    checkWritable(root);
    say(`${reason}, so they are installed now (npm ci); the first time takes one to three minutes`);
    const began = Date.now();
    const code = await run(
      process.platform === 'win32' ? 'npm.cmd' : 'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        environment: { PATH: process.env.PATH },
      },
    );
    if (code !== 0) {
      throw new Stop('The packages could not be installed; npm tells above why. When it is mended, type: npm ci');
    }
    say(`The packages are installed (${span(Date.now() - began)})`);
  }
  checkProjectNode();
}

/** Compares what is installed with what is locked, by content: times of files mean nothing after a checkout. */
function whyInstall() {
  const installed = read('node_modules/.package-lock.json');
  if (installed === undefined) return 'The packages are not installed';
  const locked = read('package-lock.json');
  if (locked === undefined)
    throw new Stop('package-lock.json is missing or damaged. Type: git checkout package-lock.json');
  for (const [path, { version, optional }] of Object.entries(locked.packages)) {
    const there = installed.packages[path];
    if (!path.includes('node_modules/') || (there === undefined && optional)) continue;
    if (there?.version !== version || !existsSync(join(root, path)))
      return 'The packages are not those of package-lock.json';
  }
  return undefined;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

function checkProjectNode() {
  const version = execFileSync(projectNode(), ['--version'], { encoding: 'utf8' }).trim();
  if (Number(version.slice(1).split('.')[0]) >= 22) return;
  throw new Stop(
    `Millrace runs on Node 22.18 or newer, and for this system (${process.platform}-${process.arch}) none comes with the ` +
      `packages. Yours is ${version}; get Node 24 from https://nodejs.org`,
  );
}

/** @throws Stop that says how to get write access */
export function checkWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    const owner = `sudo chown -R ${userInfo().username} ${folder}`;
    throw new Stop(`${folder} cannot be written by the user ${userInfo().username}. Type: ${owner}`);
  }
}
