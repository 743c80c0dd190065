import { createHash } from 'node:crypto';
import { languages as allLanguages, textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import { compileSource, type CompiledSource } from '../render/compile-source.js';
import type { TemplateProblem } from '../render/template-problem.js';
import type { CompiledTemplate, CompiledTexts, TemplateSource } from './compiled-template.js';
import { readDefinition, type TemplateDefinition } from './template-definition.js';
import { renderTemplate } from './render-template.js';

/**
 * Checks and compiles one template: its YAML, its Handlebars, the texts it asks for, and its sample, which must render
 * in every language. Files in problems are named as below `templates/`.
 */
export function compileTemplate(
  source: TemplateSource,
): { template: CompiledTemplate } | { problems: TemplateProblem[] } {
  const file = `${source.key}.hbs`;
  const yamlFile = `${source.key}.yaml`;
  const read = readDefinition(yamlFile, source.yaml);
  const body = compileSource(file, source.hbs, { parts: source.parts });
  if ('problems' in read || 'problems' in body) {
    return { problems: [...('problems' in read ? read.problems : []), ...('problems' in body ? body.problems : [])] };
  }
  const { definition } = read;
  const title = compileTexts(yamlFile, definition.title);
  const footer = definition.footer === null ? null : compileTexts(yamlFile, definition.footer);
  const problems = [
    ...missingTexts(body.compiled, definition),
    ...('problems' in title ? title.problems : []),
    ...(footer && 'problems' in footer ? footer.problems : []),
  ];
  if (problems.length > 0 || 'problems' in title || (footer && 'problems' in footer)) return { problems };
  const template: CompiledTemplate = {
    key: source.key,
    hash: hashOf(source),
    source,
    definition,
    body: body.compiled,
    title: title.texts,
    footer: footer && footer.texts,
  };
  const broken = trySample(template);
  return broken.length > 0 ? { problems: broken } : { template };
}

/** SHA-256 (hex) over the files of a template: the same content has the same hash, whatever the order of parts. */
export function hashOf({ key, hbs, yaml, sample, parts }: TemplateSource): string {
  const ordered = Object.keys(parts)
    .sort()
    .map((name) => [name, parts[name]]);
  return createHash('sha256')
    .update(JSON.stringify([key, hbs, yaml, sample, ordered]))
    .digest('hex');
}

function compileTexts(file: string, text: LocalisedText): { texts: CompiledTexts } | { problems: TemplateProblem[] } {
  const compiled: Partial<Record<Language, CompiledSource>> = {};
  for (const language of allLanguages) {
    const result = compileSource(file, textIn(language, text), { kind: 'plain' });
    if ('problems' in result) return result;
    compiled[language] = result.compiled;
  }
  return { texts: compiled as CompiledTexts };
}

function missingTexts({ findings, locate }: CompiledSource, { texts }: TemplateDefinition): TemplateProblem[] {
  return findings.textKeys
    .filter(({ key }) => !Object.hasOwn(texts, key))
    .map(({ key, place }) => ({
      ...locate(place.line),
      message: `{{t "${key}"}}: expected a text of that key under "texts:" in the template's .yaml`,
    }));
}

function trySample(template: CompiledTemplate): TemplateProblem[] {
  const file = `${template.key}.sample.json`;
  let sample: unknown;
  try {
    sample = JSON.parse(template.source.sample);
  } catch (error) {
    const { message } = error as Error;
    return [{ file, line: lineOfJsonError(template.source.sample, message), message: `expected JSON: ${message}` }];
  }
  if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) {
    return [{ file, line: 1, message: 'expected a JSON object: the view model of an example' }];
  }
  for (const language of template.definition.languages) {
    const result = renderTemplate(template, sample, { language, timeZone: 'UTC' });
    if ('failure' in result) return [{ ...result.failure, message: `${result.failure.message} (sample, ${language})` }];
  }
  return [];
}

function lineOfJsonError(source: string, message: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  const position = /position (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  return position ? source.slice(0, Number(position)).split('\n').length : source.split('\n').length;
}
