import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../../documents/access/visible-documents.js';
import { Directory } from '../../../organisation/directory/directory.js';
import type { Context } from '../../../platform/context.js';
import { isUuid } from '../../../platform/ids.js';
import { textIn } from '../../../platform/languages.js';
import { conditionOf, type Dimension } from '../sources/dimension.js';
import type { GroupView } from './report-table.js';

/** Says what the values of a dimension are called. */
@Injectable()
export class NameValues {
  constructor(
    private readonly directory: Directory,
    private readonly documents: VisibleDocuments,
  ) {}

  async of(ctx: Context, dimension: Dimension, keys: readonly (string | null)[]): Promise<GroupView[]> {
    const label = await this.labels(ctx, dimension, keys);
    return keys.map((key) => {
      const called = key === null ? null : label(key);
      const condition = conditionOf(dimension, key);
      const named = dimension.kind === 'person' || dimension.kind === 'reference';
      return {
        ...{ key, label: called, tone: key === null ? null : (dimension.options?.get(key)?.tone ?? null) },
        conditions: [named && called !== null ? { ...condition, label: called } : condition],
      };
    });
  }

  private async labels(
    ctx: Context,
    { kind, options }: Dimension,
    keys: readonly (string | null)[],
  ): Promise<(key: string) => string | null> {
    const { language } = ctx.actor;
    const org = this.directory.snapshot();
    switch (kind) {
      case 'option':
        return (key) => {
          const option = options?.get(key);
          return option ? textIn(language, option.name) : key;
        };
      case 'person':
        return (key) => org.persons.get(key)?.name ?? key;
      case 'unit':
        return (key) => {
          const unit = org.units.get(key);
          return unit ? textIn(language, unit.name) : key;
        };
      case 'reference': {
        const ids = keys.filter((key) => key !== null).filter(isUuid);
        const pointers = await this.documents.pointers(ctx, ids);
        return (key) => {
          const pointer = pointers.get(key);
          return pointer?.visible ? pointer.title : null;
        };
      }
      default:
        return (key) => key;
    }
  }
}
