import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { ChangeAccount } from '../people/change-account.js';
import { InvitePerson } from '../people/invite-person.js';
import { ChangePosts } from '../units/change-posts.js';
import { ChangeUnits } from '../units/change-units.js';
import type { ImportPlan, PlannedPost } from './plan-import.js';

/** Carries out a plan without problems, all of it in the caller's transaction, after `beginChange`. */
@Injectable()
export class ApplyImport {
  constructor(
    private readonly units: ChangeUnits,
    private readonly posts: ChangePosts,
    private readonly accounts: ChangeAccount,
    private readonly invitePerson: InvitePerson,
  ) {}

  /** @param invite send those who are new, and have an address, the letter for a first password */
  async execute(context: Context, plan: ImportPlan, invite: boolean): Promise<void> {
    for (const { action, key, name, parent } of plan.units) {
      const above = parent === undefined ? {} : { parent };
      if (action === 'add') await this.units.add(context, { key, name, ...above });
      if (action === 'change') await this.units.change(context, key, { name, ...above }, undefined);
    }
    for (const { action, login, name, email, phone, language, roles } of plan.people) {
      const said = {
        name,
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone }),
        ...(language === undefined ? {} : { language }),
        ...(roles === undefined ? {} : { roles: [...roles] }),
      };
      if (action === 'change') await this.accounts.change(context, login, said, undefined);
      if (action !== 'add') continue;
      await this.accounts.add(context, { login, ...said });
      if (invite && email !== undefined) await this.invitePerson.execute(context, login);
    }
    for (const post of plan.posts) await this.give(context, post);
    for (const [unit, head] of plan.heads) await this.units.change(context, unit, { head }, undefined);
  }

  private async give(context: Context, { action, key, name, unit, holders }: PlannedPost): Promise<void> {
    if (action === 'same') return;
    if (action === 'add') {
      await this.posts.add(context, { key, name, unit, holders: [...holders] });
      return;
    }
    const held = await context.tx.query<{ id: string; login: string }>(
      `SELECT h.person_id::text AS id, p.login FROM post_holder h JOIN post o ON o.id = h.post_id
       JOIN person p ON p.id = h.person_id WHERE o.key = $1`,
      [key],
    );
    const more = holders.filter((login) => !held.some((holder) => holder.login === login));
    const wanted = [...held.map(({ id }) => id), ...more];
    await this.posts.change(context, key, { unit, holders: wanted }, undefined);
  }
}
