import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdempotencyModule } from '../platform/http/idempotency.module.js';
import { AddPerson } from './people/add-person.js';
import { Accounts } from './people/accounts.js';
import { AccountsController } from './people/accounts.controller.js';
import { ChangeAccount } from './people/change-account.js';
import { CloseAccount } from './people/close-account.js';
import { InvitePerson } from './people/invite-person.js';
import { KeepAdministrator } from './people/keep-administrator.js';
import { RolesController } from './people/roles.controller.js';
import { WorkingCalendars } from './calendars/working-calendars.js';
import { HolidaysController } from './calendars/holidays.controller.js';
import { WorkingCalendarsController } from './calendars/working-calendars.controller.js';
import { ChangeGroups } from './groups/change-groups.js';
import { GroupsController } from './groups/groups.controller.js';
import { PastOrganisation } from './past/past-organisation.js';
import { ChangePosts } from './units/change-posts.js';
import { ChangeUnits } from './units/change-units.js';
import { PostsController } from './units/posts.controller.js';
import { ChangeMe } from './people/change-me.js';
import { DocumentReaders } from './people/document-readers.js';
import { MeController } from './people/me.controller.js';
import { PeopleController } from './people/people.controller.js';
import { AuditedCalls } from './audit/audited-calls.interceptor.js';
import { RefusedCalls } from './audit/refused-calls.js';
import { RetentionController } from './audit/retention.controller.js';
import { CalendarFeeds } from './calendar-feeds/calendar-feeds.js';
import { CalendarFeedsController } from './calendar-feeds/calendar-feeds.controller.js';
import { Directory } from './directory/directory.js';
import { FirstRunController } from './first-run/first-run.controller.js';
import { FirstRun } from './first-run/first-run.js';
import { AccountLetters } from './letters/account-letters.js';
import { Letters } from './letters/letters.js';
import { OneTimeLinks } from './links/one-time-links.js';
import { ChoosePassword } from './passwords/choose-password.js';
import { NewPassword } from './passwords/new-password.js';
import { PasswordRules } from './passwords/password-rules.js';
import { PasswordStrength } from './passwords/password-strength.js';
import { PasswordsController } from './passwords/passwords.controller.js';
import { ResetPassword } from './passwords/reset-password.js';
import { PersonEntity } from './people/person.entity.js';
import { RoleEntity } from './people/role.entity.js';
import { PasskeyChallenges } from './passkeys/passkey-challenges.js';
import { PasskeySessionController } from './passkeys/passkey-session.controller.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { Passkeys } from './passkeys/passkeys.js';
import { SignInByPasskey } from './passkeys/sign-in-by-passkey.js';
import { BegunSignIns } from './provider/begun-sign-ins.js';
import { ApplyImport } from './import/apply-import.js';
import { ImportController } from './import/import.controller.js';
import { OpenIdClient } from './provider/open-id-client.js';
import { ProviderLinkController } from './provider/provider-link.controller.js';
import { ProviderLinks } from './provider/provider-links.js';
import { ProviderPeople } from './provider/provider-people.js';
import { ProviderSessionController } from './provider/provider-session.controller.js';
import { SignInByProvider } from './provider/sign-in-by-provider.js';
import { ScimAboutController } from './scim/scim-about.controller.js';
import { ScimGroupsController } from './scim/scim-groups.controller.js';
import { ScimGroups } from './scim/scim-groups.js';
import { ScimUsersController } from './scim/scim-users.controller.js';
import { ScimUsers } from './scim/scim-users.js';
import { ScimWork } from './scim/scim-work.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { Attempts } from './session/attempts.js';
import { ConfirmSession } from './session/confirm-session.js';
import { MySessionsController } from './session/my-sessions.controller.js';
import { OwnPassword } from './session/own-password.js';
import { OpenSessions } from './session/open-sessions.js';
import { SessionController } from './session/session.controller.js';
import { SessionLookup } from './session/session-lookup.js';
import { SessionGuard } from './session/session.guard.js';
import { Sessions } from './session/sessions.js';
import { SignIn } from './session/sign-in.js';
import { ServiceAccountsController } from './service-accounts/service-accounts.controller.js';
import { ServiceAccounts } from './service-accounts/service-accounts.js';
import { GiveRoles } from './people/give-roles.js';
import { ApiTokens } from './tokens/api-tokens.js';
import { TokenLookup } from './tokens/token-lookup.js';
import { TokensController } from './tokens/tokens.controller.js';
import { KnownStreams } from './substitution/known-streams.js';
import { SubstitutionEntity } from './substitution/substitution.entity.js';
import { SubstitutionsController } from './substitution/substitutions.controller.js';
import { Substitutions } from './substitution/substitutions.js';
import { PlatformSweeps } from './sweeping/platform-sweeps.js';
import { Sweeps } from './sweeping/sweeps.js';
import { PostEntity } from './units/post.entity.js';
import { UnitEntity } from './units/unit.entity.js';
import { CloseUnit } from './units/close-unit.js';
import { ClosingController } from './units/closing.controller.js';
import { UnitsController } from './units/units.controller.js';
import { WorkingCalendarEntity } from './units/working-calendar.entity.js';

const entities = [PersonEntity, RoleEntity, UnitEntity, PostEntity, WorkingCalendarEntity, SubstitutionEntity];

/** People, units, posts and roles; who acts for whom; sign-in; what one may do. Every request passes its guard. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), IdempotencyModule],
  controllers: [
    SessionController,
    RetentionController,
    MySessionsController,
    SecondFactorController,
    PasswordsController,
    FirstRunController,
    TokensController,
    ServiceAccountsController,
    PasskeysController,
    PasskeySessionController,
    ProviderSessionController,
    ProviderLinkController,
    ImportController,
    ScimAboutController,
    ScimUsersController,
    ScimGroupsController,
    MeController,
    PeopleController,
    AccountsController,
    RolesController,
    UnitsController,
    ClosingController,
    PostsController,
    GroupsController,
    HolidaysController,
    WorkingCalendarsController,
    SubstitutionsController,
    CalendarFeedsController,
  ],
  providers: [
    RefusedCalls,
    CalendarFeeds,
    Directory,
    Sessions,
    SessionLookup,
    OpenSessions,
    SignIn,
    ConfirmSession,
    OwnPassword,
    NewPassword,
    PasswordRules,
    PasswordStrength,
    ResetPassword,
    ChoosePassword,
    OneTimeLinks,
    Letters,
    AccountLetters,
    FirstRun,
    ApiTokens,
    TokenLookup,
    ServiceAccounts,
    GiveRoles,
    SecondFactor,
    Passkeys,
    PasskeyChallenges,
    SignInByPasskey,
    ApplyImport,
    ScimUsers,
    ScimGroups,
    ScimWork,
    OpenIdClient,
    BegunSignIns,
    ProviderPeople,
    ProviderLinks,
    SignInByProvider,
    Attempts,
    Sweeps,
    PlatformSweeps,
    ChangeMe,
    AddPerson,
    KnownStreams,
    DocumentReaders,
    Accounts,
    ChangeAccount,
    CloseAccount,
    InvitePerson,
    KeepAdministrator,
    ChangeUnits,
    CloseUnit,
    ChangePosts,
    ChangeGroups,
    WorkingCalendars,
    PastOrganisation,
    Substitutions,
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditedCalls },
  ],
  exports: [
    Attempts,
    Sweeps,
    CalendarFeeds,
    Directory,
    Sessions,
    OpenSessions,
    AddPerson,
    NewPassword,
    FirstRun,
    Letters,
    KnownStreams,
    DocumentReaders,
  ],
})
export class OrganisationModule {}
