import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import type { Page } from '../../platform/http/page.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import type { Group } from '../directory/organisation.js';
import { groupMembers } from '../directory/queries.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { personIdOf } from '../units/change-units.js';
import { memberView, type UnitMember } from '../units/unit-view.js';
import { ChangeGroups } from './change-groups.js';
import { AddGroupDto, ChangeGroupDto } from './groups.dto.js';

/** People who belong together across units. */
export interface PeopleGroupView {
  readonly id: string;
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** As it is stored: one text, or one per language. */
  readonly names: LocalisedText;
  /** The active ones, by name. */
  readonly members: UnitMember[];
  /** Keys of the roles that its members hold. */
  readonly roles: readonly string[];
  /** For `If-Match`, as `"v3"`. */
  readonly version: number;
}

const versionHeader = { name: 'If-Match', required: true, description: 'The ETag that the group was read with' };

/** Groups of people. They may give roles, so changing them takes a session just confirmed. */
@ApiTags('people')
@Controller('api/groups')
export class GroupsController {
  constructor(
    private readonly directory: Directory,
    private readonly groups: ChangeGroups,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All groups with their members' })
  list(@CurrentActor() actor: Actor): Page<PeopleGroupView> {
    const { groups } = this.directory.snapshot();
    return { items: [...groups.values()].map((group) => this.view(actor, group)), nextCursor: null };
  }

  @Get(':group')
  @ApiOperation({ summary: 'One group, by its key' })
  show(
    @CurrentActor() actor: Actor,
    @Param('group') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): PeopleGroupView {
    const group = this.directory.snapshot().groups.get(key);
    if (!group) throw new Refusal('notFound', 'unknown-group', 'There is no such group.');
    void reply.header('etag', versionTag(group.version ?? 1));
    return this.view(actor, group);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Post()
  @ApiOperation({ summary: 'Add a group' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() { key, name, members = [], roles = [] }: AddGroupDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PeopleGroupView> {
    await this.changed(actor, async (context) =>
      this.groups.add(context, key, { name, roles, members: await this.ids(context, members) }),
    );
    void reply.header('location', `/api/groups/${encodeURIComponent(key)}`);
    return this.show(actor, key, reply);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Patch(':group')
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Rename a group, say who is in it and which roles that gives' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('group') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { members, ...body }: ChangeGroupDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PeopleGroupView> {
    const expected = expectedVersion(ifMatch);
    await this.changed(actor, async (context) => {
      const wish = members === undefined ? body : { ...body, members: await this.ids(context, members) };
      await this.groups.change(context, key, wish, expected);
    });
    return this.show(actor, key, reply);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Delete(':group')
  @HttpCode(204)
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Remove a group; its people stay' })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('group') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    await this.changed(actor, (context) => this.groups.remove(context, key, expected));
  }

  private async ids({ tx }: Context, members: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const [index, member] of members.entries()) ids.push(await personIdOf(tx, member, `members[${index}]`));
    return ids;
  }

  private async changed(actor: Actor, work: (context: Context) => Promise<unknown>): Promise<void> {
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      await work(context);
    });
    await this.directory.reload();
  }

  private view(actor: Actor, { id, key, name, roles, version = 1 }: Group): PeopleGroupView {
    const members = groupMembers(this.directory.snapshot(), key).map(memberView);
    return { id, key, name: textIn(actor.language, name), names: name, members, roles, version };
  }
}
