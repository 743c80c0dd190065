import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { publicActor } from '../directory/actors.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { GiveRoles } from '../people/give-roles.js';
import { KeepAdministrator } from '../people/keep-administrator.js';
import type { ProviderClaims } from './open-id-client.js';

interface Known {
  readonly id: string;
  readonly active: boolean;
}

/** Who of our people somebody is that the provider vouches for. It adds nobody. */
@Injectable()
export class ProviderPeople {
  constructor(
    private readonly giveRoles: GiveRoles,
    private readonly keepAdministrator: KeepAdministrator,
    private readonly directory: Directory,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The person's id, by the subject, or at first by the address; with the roles that the groups give.
   * @throws Refusal unauthenticated for a stranger and for somebody who has left
   */
  async find(address: string, claims: ProviderClaims): Promise<string> {
    const id = await this.unitOfWork.run({ ...publicActor, origin: { address } }, async (context) => {
      await beginChange(context);
      const known = (await this.bySubject(context, claims)) ?? (await this.byEmail(context, claims));
      if (!known) throw stranger();
      if (!known.active) throw new Refusal('unauthenticated', 'account-closed', 'Your account here is closed.');
      await this.setRoles(context, known.id, claims);
      return known.id;
    });
    await this.directory.reload();
    return id;
  }

  private async bySubject({ tx, now }: Context, { issuer, subject }: ProviderClaims): Promise<Known | undefined> {
    const [known] = await tx.query<Known>(
      `UPDATE person_identity i SET used_at = $3 FROM person p WHERE i.issuer = $1 AND i.subject = $2 AND p.id = i.person_id
       RETURNING p.id, p.active`,
      [issuer, subject, now],
    );
    return known;
  }

  /** An address may be given to somebody else later: it leads to a person only who has not come by it before. */
  private async byEmail(context: Context, { issuer, subject, email }: ProviderClaims): Promise<Known | undefined> {
    if (email === undefined) return undefined;
    const { tx, now } = context;
    const people = await tx.query<Known>(
      `SELECT p.id, p.active FROM person p WHERE lower(p.email) = $1 AND p.kind = 'person' AND p.active
         AND NOT EXISTS (SELECT FROM person_identity i WHERE i.person_id = p.id AND i.issuer = $2) LIMIT 2`,
      [email, issuer],
    );
    const [person] = people;
    if (!person || people.length > 1) return undefined;
    await tx.query(
      'INSERT INTO person_identity (issuer, subject, person_id, created_at, used_at) VALUES ($1, $2, $3, $4, $4)',
      [issuer, subject, person.id, now],
    );
    await this.audit.write(context, {
      ...{ verb: 'identity.linked', object: { kind: 'person', id: person.id }, forId: person.id },
      after: { issuer, subject, email },
    });
    return person;
  }

  /** Roles that the settings give to groups of the provider are held as long as it says so; others are not touched. */
  private async setRoles(context: Context, personId: string, { groups }: ProviderClaims): Promise<void> {
    const mapped = this.config.provider?.roles ?? new Map<string, readonly string[]>();
    if (mapped.size === 0 || groups === undefined) return;
    const governed = new Set([...mapped.values()].flat());
    const held = await context.tx.query<{ key: string }>(
      'SELECT role_key AS key FROM person_role WHERE person_id = $1',
      [personId],
    );
    const own = held.map(({ key }) => key).filter((key) => !governed.has(key));
    await this.giveRoles.execute(context, personId, [...own, ...groups.flatMap((group) => mapped.get(group) ?? [])]);
    await this.keepAdministrator.check(context);
  }

  /** Writes down that somebody was not let in. */
  async tellRefused(address: string, reason: string): Promise<void> {
    await this.unitOfWork.run({ ...publicActor, origin: { address } }, (context) =>
      this.audit.write(context, {
        ...{ verb: 'session.refused', object: { kind: 'login', id: 'unknown' } },
        after: { reason, by: 'provider' },
      }),
    );
  }
}

function stranger(): Refusal {
  const message = 'Nobody here has the address that the provider vouches for. Ask your administrator to add you.';
  return new Refusal('unauthenticated', 'unknown-at-provider', message);
}
