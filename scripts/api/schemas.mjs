import { Context, createFormatter, createParser, DEFAULT_CONFIG, DefinitionType } from 'ts-json-schema-generator';
import { Stop } from '../support/say.mjs';

const config = { ...DEFAULT_CONFIG, expose: 'export', jsDoc: 'extended', sortProps: false, functions: 'fail' };

/** Makes JSON Schemas of TypeScript types; exported ones become definitions under their own name. */
export class Schemas {
  constructor(program) {
    this.parser = createParser(program, config);
    this.formatter = createFormatter(config);
    this.definitions = {};
    this.origins = new Map();
  }

  /** The schema of the type at a node, with what it refers to among the definitions. */
  of(node, what) {
    try {
      const type = withoutWrapper(this.parser.createType(node, new Context()));
      for (const child of this.formatter.getChildren(type)) if (child instanceof DefinitionType) this.define(child);
      return forOpenApi(this.formatter.getDefinition(type));
    } catch (error) {
      throw new Stop(`No schema can be made for ${what}: ${error.message}`);
    }
  }

  define(definition) {
    const name = componentName(definition.getName());
    const origin = definition.getId().replaceAll('def-', '');
    const known = this.origins.get(name);
    if (known !== undefined && known !== origin) {
      throw new Error(`Two exported types are named ${name}; one of them needs another name.`);
    }
    if (known !== undefined) return;
    this.origins.set(name, origin);
    this.definitions[name] = forOpenApi(this.formatter.getDefinition(definition.getType()));
  }
}

/** The generator makes a definition of whatever it begins with; what has no name of its own stays where it is. */
function withoutWrapper(type) {
  return type instanceof DefinitionType && type.getName().startsWith('def-') ? type.getType() : type;
}

/** `Page<AssignmentView>` becomes `AssignmentViewPage`: names of components have letters and digits only. */
function componentName(name) {
  const [, generic, argument] = /^(\w+)<(.+)>$/.exec(name) ?? [];
  return generic === undefined ? name.replace(/\W/g, '') : `${componentName(argument)}${generic}`;
}

/** References lead to components, and answers may have more members than are described. */
function forOpenApi(value) {
  if (Array.isArray(value)) return value.map(forOpenApi);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, inner]) => !(key === 'additionalProperties' && inner === false))
    .map(([key, inner]) => [key, key === '$ref' ? reference(inner) : forOpenApi(inner)]);
  return Object.fromEntries(entries);
}

function reference(place) {
  const name = decodeURIComponent(place.replace('#/definitions/', ''));
  return `#/components/schemas/${componentName(name)}`;
}
