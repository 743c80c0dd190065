import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { TemplateProblem } from '../render/template-problem.js';
import { compileTemplate } from './compile-template.js';
import type { CompiledTemplate, TemplateSource } from './compiled-template.js';

export interface LoadedTemplates {
  readonly templates: readonly CompiledTemplate[];
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads every template below `dir`: `<folder>/<name>.hbs` with `.yaml` and `.sample.json` beside it; `_name.hbs` are
 * parts that the templates of the same folder include. Keys are paths below `dir` (`sales/contract`). A template with
 * a problem is left out and the problem told; a folder that is missing holds no templates.
 */
export async function loadTemplates(dir: string): Promise<LoadedTemplates> {
  const templates: CompiledTemplate[] = [];
  const problems: TemplateProblem[] = [];
  for (const source of await readSources(dir, problems)) {
    const result = compileTemplate(source);
    if ('template' in result) templates.push(result.template);
    else problems.push(...result.problems);
  }
  return { templates, problems };
}

async function readSources(dir: string, problems: TemplateProblem[]): Promise<TemplateSource[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const stem = (file: string): string => file.slice(0, -'.hbs'.length);
  const sources = files.filter((file) => file.endsWith('.hbs')).sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
  const isPart = (file: string): boolean => basename(file).startsWith('_');
  const found: TemplateSource[] = [];
  for (const file of sources.filter((one) => !isPart(one))) {
    const key = relative(dir, stem(file)).split(sep).join('/');
    const folder = file.slice(0, -basename(file).length);
    const parts: Record<string, string> = {};
    for (const part of sources.filter((one) => isPart(one) && one === folder + basename(one))) {
      parts[basename(part).slice(1, -'.hbs'.length)] = await readFile(part, 'utf8');
    }
    const missing = ['.yaml', '.sample.json'].filter((ending) => !files.includes(stem(file) + ending));
    for (const ending of missing) {
      problems.push({ file: `${key}.hbs`, line: 1, message: `expected ${key}${ending} beside it; add the file` });
    }
    if (missing.length > 0) continue;
    found.push({
      key,
      hbs: await readFile(file, 'utf8'),
      yaml: await readFile(`${stem(file)}.yaml`, 'utf8'),
      sample: await readFile(`${stem(file)}.sample.json`, 'utf8'),
      parts,
    });
  }
  return found;
}
