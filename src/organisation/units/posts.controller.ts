import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import type { Page } from '../../platform/http/page.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { PastOrganisation } from '../past/past-organisation.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { ChangePosts } from './change-posts.js';
import { AddPostDto, ChangePostDto } from './units.dto.js';
import { postView, type PostView } from './unit-view.js';

const versionHeader = { name: 'If-Match', required: true, description: 'The ETag that the post was read with' };

/** Posts. Whoever holds one has the role of the same key, so changing them takes a session just confirmed. */
@ApiTags('people')
@Controller('api/posts')
export class PostsController {
  constructor(
    private readonly directory: Directory,
    private readonly past: PastOrganisation,
    private readonly posts: ChangePosts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All posts with whoever holds them' })
  list(@CurrentActor() actor: Actor): Page<PostView> {
    const org = this.directory.snapshot();
    return { items: [...org.posts.values()].map((post) => postView(org, post, actor.language)), nextCursor: null };
  }

  @Get(':post')
  @ApiOperation({ summary: 'One post, by its key' })
  show(
    @CurrentActor() actor: Actor,
    @Param('post') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): PostView {
    const org = this.directory.snapshot();
    const post = org.posts.get(key);
    if (!post) throw new Refusal('notFound', 'unknown-post', 'There is no such post.');
    void reply.header('etag', versionTag(post.version ?? 1));
    return postView(org, post, actor.language);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Post()
  @ApiOperation({ summary: 'Add a post to a unit' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: AddPostDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    const since = body.since === undefined ? undefined : this.past.beginOf(body.since);
    const key = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context, since);
      return this.posts.add(context, body);
    });
    await this.directory.reload();
    void reply.header('location', `/api/posts/${encodeURIComponent(key)}`);
    return this.show(actor, key, reply);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Patch(':post')
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Rename a post, move it to another unit, say who holds it' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('post') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ChangePostDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    const expected = expectedVersion(ifMatch);
    const since = body.since === undefined ? undefined : this.past.beginOf(body.since);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context, since);
      await this.posts.change(context, key, body, expected);
    });
    await this.directory.reload();
    return this.show(actor, key, reply);
  }

  @AdminsOnly()
  @NeedsSession('fresh')
  @Delete(':post')
  @HttpCode(204)
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Remove a post that nobody holds' })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('post') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      await this.posts.remove(context, key, expected);
    });
    await this.directory.reload();
  }
}
