import { Injectable, type OnModuleInit } from '@nestjs/common';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { documentScope } from '../../documents/document-scope.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { compileExpression } from '../../platform/feel/expression.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { problemAt } from '../compile/compile-context.js';
import type { UserNode } from '../compile/route-graph.js';
import type { CheckedRoute } from '../definitions/check-route.js';
import { PerformerProbes, type PerformerProbe } from '../definitions/performer-probes.js';
import type { RouteProblem } from '../model/route-model.js';
import { resolvePerformer } from './resolve-performer.js';

type Scope = Readonly<Record<string, unknown>>;

/** Documents that a route is tried on, the latest of its stream. */
const samples = 20;

/**
 * Whether the steps of a route find somebody on the latest documents of its stream. Only what the document alone decides is
 * tried: what reads earlier steps or variables is known when a run gets there.
 */
@Injectable()
export class SamplePerformers implements PerformerProbe, OnModuleInit {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
    private readonly probes: PerformerProbes,
  ) {}

  onModuleInit(): void {
    this.probes.add(this);
  }

  async tryOn(context: Context, { graph, model }: CheckedRoute): Promise<RouteProblem[]> {
    const tasks = [...graph.nodes.values()].flatMap((node) => (node.kind === 'user' ? tryable(node) : []));
    const wanted = tasks.some(({ reads }) => reads === 'document') ? graph.stream : undefined;
    const scopes = wanted === undefined ? [] : await this.scopes(context, wanted);
    return tasks.flatMap(({ node, source, reads }) => {
      const tried = reads === 'nothing' ? [{}] : scopes;
      const failures = tried.flatMap((scope) => this.failure(source, scope, context.now.getTime()) ?? []);
      const [first] = failures;
      if (first === undefined) return [];
      if (failures.length === tried.length) {
        const where = reads === 'nothing' ? '' : ` This is so on each of the ${tried.length} latest documents.`;
        const message = `${first}${where} Mend the performer, or fill the post or field that it reads.`;
        return [problemAt(model, node, 'nobody', message)];
      }
      const message = `On ${failures.length} of the ${tried.length} latest documents nobody is found: ${first} A run has an incident there.`;
      return [{ ...problemAt(model, node, 'nobody-sometimes', message), severity: 'warning' as const }];
    });
  }

  private failure(source: string, scope: Scope, atMs: number): string | undefined {
    const found = resolvePerformer({ organisation: this.directory.snapshot(), scope, atMs }, source);
    return 'failure' in found ? found.failure : undefined;
  }

  private async scopes(context: Context, stream: string): Promise<Scope[]> {
    const card = this.streams.all().find((known) => known.stream === stream);
    if (!card) return [];
    const rows = await context.tx.query<DocumentRow>(latest, [stream, samples]);
    return rows.map((row) => ({ ...documentScope(row, card, this.directory.snapshot()) }));
  }
}

interface Tryable {
  readonly node: UserNode;
  readonly source: string;
  readonly reads: 'document' | 'nothing';
}

function tryable(node: UserNode): Tryable[] {
  const source = node.assignment.candidates ?? node.assignment.performer;
  const compiled = compileExpression(source);
  if ('problem' in compiled) return [];
  const roots = compiled.expression.names.map((name) => name.split('.')[0] ?? '');
  if (!roots.every((root) => root === 'card' || root === 'document')) return [];
  return [{ node, source, reads: roots.length > 0 ? 'document' : 'nothing' }];
}

const latest = `SELECT ${documentSelection} FROM document d WHERE d.stream = $1 ORDER BY d.id DESC LIMIT $2`;
