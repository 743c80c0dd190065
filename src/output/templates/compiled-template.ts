import type { Language } from '../../platform/languages.js';
import type { CompiledSource } from '../render/compile-source.js';
import type { TemplateDefinition } from './template-definition.js';

/** The files of one template, as they are published. `parts` are the `_name.hbs` of its folder, by name. */
export interface TemplateSource {
  readonly key: string;
  readonly hbs: string;
  readonly yaml: string;
  readonly sample: string;
  readonly parts: Readonly<Record<string, string>>;
}

/** A text compiled in every language. */
export type CompiledTexts = Readonly<Record<Language, CompiledSource>>;

/** A template that passed every check, its sample included; compiled once, used for every rendering. */
export interface CompiledTemplate {
  readonly key: string;
  readonly hash: string;
  readonly source: TemplateSource;
  readonly definition: TemplateDefinition;
  readonly body: CompiledSource;
  readonly title: CompiledTexts;
  readonly footer: CompiledTexts | null;
}
