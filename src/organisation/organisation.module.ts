import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Directory } from './directory/directory.js';
import { PersonEntity } from './people/person.entity.js';
import { RoleEntity } from './people/role.entity.js';
import { SessionEntity } from './sign-in/session.entity.js';
import { SessionGuard } from './sign-in/session.guard.js';
import { Sessions } from './sign-in/sessions.js';
import { SubstitutionEntity } from './substitution/substitution.entity.js';
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
  imports: [TypeOrmModule.forFeature(entities)],
  providers: [Directory, Sessions, { provide: APP_GUARD, useClass: SessionGuard }],
  exports: [Directory, Sessions],
})
export class OrganisationModule {}
