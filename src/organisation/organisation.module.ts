import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdempotencyModule } from '../platform/http/idempotency.module.js';
import { AddPerson } from './people/add-person.js';
import { ChangeMe } from './people/change-me.js';
import { MeController } from './people/me.controller.js';
import { PeopleController } from './people/people.controller.js';
import { Directory } from './directory/directory.js';
import { PersonEntity } from './people/person.entity.js';
import { RoleEntity } from './people/role.entity.js';
import { SessionEntity } from './session/session.entity.js';
import { SessionController } from './session/session.controller.js';
import { SessionGuard } from './session/session.guard.js';
import { Sessions } from './session/sessions.js';
import { SignIn } from './session/sign-in.js';
import { SweepJobs } from './session/sweep.job.js';
import { KnownStreams } from './substitution/known-streams.js';
import { SubstitutionEntity } from './substitution/substitution.entity.js';
import { SubstitutionsController } from './substitution/substitutions.controller.js';
import { Substitutions } from './substitution/substitutions.js';
import { PostEntity } from './units/post.entity.js';
import { UnitEntity } from './units/unit.entity.js';
import { WorkingCalendarEntity } from './units/working-calendar.entity.js';

const entities = [
  PersonEntity,
  RoleEntity,
  UnitEntity,
  PostEntity,
  WorkingCalendarEntity,
  SubstitutionEntity,
  SessionEntity,
];

/** People, units, posts and roles; who acts for whom; sign-in; what one may do. Every request passes its guard. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), IdempotencyModule],
  controllers: [SessionController, MeController, PeopleController, SubstitutionsController],
  providers: [
    Directory,
    Sessions,
    SignIn,
    SweepJobs,
    ChangeMe,
    AddPerson,
    KnownStreams,
    Substitutions,
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [Directory, Sessions, AddPerson, KnownStreams],
})
export class OrganisationModule {}
