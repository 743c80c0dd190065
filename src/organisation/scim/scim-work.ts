import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';

/** Carries out what a directory asks for; after a change every part of the program sees it. */
@Injectable()
export class ScimWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  read<Result>(actor: Actor, work: (context: Context) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.run(actor, work);
  }

  async change<Result>(actor: Actor, work: (context: Context) => Promise<Result>): Promise<Result> {
    const result = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      return work(context);
    });
    await this.directory.reload();
    return result;
  }
}
