import ts from 'typescript';
import { exportedClasses, problemDocument, readOperations, readProgram } from './controllers.mjs';
import { addRules } from './rules.mjs';
import { Schemas } from './schemas.mjs';

/** What the types of the controllers say about the API: the schemas, and each operation's answer, query and comment. */
export async function describeTypes() {
  const program = readProgram();
  const schemas = new Schemas(program);
  const operations = {};
  schemas.of(problemDocument(program), 'problem documents');
  for (const { id, answer, type, query, body, comment } of readOperations(program)) {
    for (const one of [query, body]) if (one) schemas.of(one, `the class ${one.name.text}`);
    operations[id] = {
      ...answered(schemas, { id, answer, type }),
      ...(query === undefined ? {} : { query: query.name.text }),
      ...(comment === '' ? {} : { comment }),
    };
  }
  for (const declaration of exportedClasses(program)) {
    const schema = schemas.definitions[declaration.name.text];
    if (schema) await addRules(schema, declaration);
  }
  return { schemas: sorted(schemas.definitions), operations: sorted(operations) };
}

/** Streams of bytes have a type of their own; nothing at all has no schema. */
function answered(schemas, { id, answer, type }) {
  const isNothing = answer.kind === ts.SyntaxKind.VoidKeyword;
  if (answer.getText() === 'StreamableFile' || (isNothing && type !== undefined)) {
    return { answer: { type: 'string', format: 'binary' }, type: type ?? 'application/octet-stream' };
  }
  if (isNothing) return {};
  return { answer: schemas.of(answer, `the answer of ${id}`), ...(type === undefined ? {} : { type }) };
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
