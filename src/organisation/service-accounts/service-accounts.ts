import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { AddPerson } from '../people/add-person.js';
import { GiveRoles } from '../people/give-roles.js';
import { ApiTokens, type ApiTokenView, type NewApiTokenView, type TokenWish } from '../tokens/api-tokens.js';

/** An account of a program. */
export interface ServiceAccountView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly active: boolean;
  readonly roles: readonly string[];
  readonly tokens: readonly ApiTokenView[];
}

interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly active: boolean;
  readonly roles: string[];
}

/** Accounts of programs: they hold roles like people, sign in by API tokens only, and are nobody to be chosen. */
@Injectable()
export class ServiceAccounts {
  constructor(
    private readonly addPerson: AddPerson,
    private readonly giveRoles: GiveRoles,
    private readonly tokens: ApiTokens,
    private readonly audit: AuditLog,
  ) {}

  async list(context: Context): Promise<ServiceAccountView[]> {
    const rows = await context.tx.query<AccountRow>(`${selectAccounts} ORDER BY p.login`);
    return this.withTokens(context, rows);
  }

  /** @throws Refusal conflict for a login that is taken, invalid for an unknown role */
  async add(
    context: Context,
    account: { readonly login: string; readonly name: string; readonly roles: readonly string[] },
  ): Promise<ServiceAccountView> {
    const id = await this.addPerson.execute(context, { ...account, kind: 'service' });
    const object = { kind: 'person', id };
    await this.audit.write(context, { verb: 'service-account.added', object, after: { ...account } });
    return this.one(context, id);
  }

  /** @throws Refusal notFound, invalid for an unknown role */
  async change(
    context: Context,
    id: string,
    change: { readonly name?: string; readonly active?: boolean; readonly roles?: readonly string[] },
  ): Promise<ServiceAccountView> {
    const { name, active, roles } = await this.one(context, id);
    const before = { name, active, roles };
    await context.tx.query('UPDATE person SET name = $2, active = $3 WHERE id = $1', [
      id,
      change.name ?? name,
      change.active ?? active,
    ]);
    if (change.roles) await this.giveRoles.execute(context, id, change.roles);
    const object = { kind: 'person', id };
    await this.audit.write(context, {
      verb: 'service-account.changed',
      object,
      before,
      after: { ...before, ...change },
    });
    return this.one(context, id);
  }

  /** @throws Refusal notFound, conflict for one that is not active */
  async makeToken(context: Context, id: string, wish: TokenWish): Promise<NewApiTokenView> {
    const { active } = await this.one(context, id);
    if (!active) throw new Refusal('conflict', 'account-closed', 'The account is closed. Open it again first.');
    return this.tokens.make(context, id, wish);
  }

  /** @throws Refusal notFound */
  async revokeToken(context: Context, id: string, tokenId: string): Promise<void> {
    await this.one(context, id);
    await this.tokens.revoke(context, id, tokenId);
  }

  private async one(context: Context, id: string): Promise<ServiceAccountView> {
    const rows = isUuid(id) ? await context.tx.query<AccountRow>(`${selectAccounts} AND p.id = $1`, [id]) : [];
    const [account] = await this.withTokens(context, rows);
    if (!account) throw new Refusal('notFound', 'unknown-account', 'There is no such service account.');
    return account;
  }

  private async withTokens(context: Context, rows: readonly AccountRow[]): Promise<ServiceAccountView[]> {
    const tokens = await this.tokens.of(
      context,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({ ...row, tokens: tokens.get(row.id) ?? [] }));
  }
}

const selectAccounts = `
  SELECT p.id, p.login, p.name, p.active,
    (SELECT coalesce(array_agg(r.role_key ORDER BY r.role_key), '{}') FROM person_role r WHERE r.person_id = p.id) AS roles
  FROM person p WHERE p.kind = 'service'`;
