import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { OutputModule } from '../output/output.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { ActionRegistry } from './actions/action-registry.js';
import { GenerateDocumentAction } from './actions/generate-document.action.js';
import { GeneratePaper } from './actions/generate-paper.js';
import { ListPapers } from './actions/list-papers.js';
import { PaperData } from './actions/paper-data.js';
import { RegisterDocumentAction } from './actions/register-document.action.js';
import { SendMailAction } from './actions/send-mail.action.js';
import { SetFieldsAction } from './actions/set-fields.action.js';
import { SetStatusAction } from './actions/set-status.action.js';
import { AssignmentLifeController } from './api/assignment-life.controller.js';
import { ByHandController } from './api/by-hand.controller.js';
import { ExtensionsController } from './api/extensions.controller.js';
import { CancelByHand } from './runs/cancel-by-hand.js';
import { ExtendAssignment } from './runs/extend-assignment.js';
import { IssueByHand } from './runs/issue-by-hand.js';
import { RemindByHand } from './runs/remind-by-hand.js';
import { BulkController } from './api/bulk.controller.js';
import { AssignmentsController } from './api/assignments.controller.js';
import { GenerateController } from './api/generate.controller.js';
import { IndividualRunsController } from './api/individual-runs.controller.js';
import { JobsController } from './api/jobs.controller.js';
import { MessagesController } from './api/messages.controller.js';
import { MigrationsController } from './api/migrations.controller.js';
import { RecallController } from './api/recall.controller.js';
import { RepairController } from './api/repair.controller.js';
import { RoutesController } from './api/routes.controller.js';
import { RunsController } from './api/runs.controller.js';
import { StartPreviewController } from './api/start-preview.controller.js';
import { ExplainSteps } from './assignments/explain-steps.js';
import { HoldAssignment } from './assignments/hold-assignment.js';
import { GiveUpAssignment } from './runs/give-up-assignment.js';
import { ReportAssignment } from './runs/report-assignment.js';
import { ResumeAssignments } from './runs/resume-assignments.job.js';
import { ChangeHands } from './assignments/change-hands.js';
import { MoveSubstituted } from './assignments/move-substituted.js';
import { OpenAsNextAction } from './assignments/open-as-next-action.js';
import { ReadAssignments } from './assignments/read-assignments.js';
import { StandIns } from './assignments/stand-ins.js';
import { SamplePerformers } from './assignments/sample-performers.js';
import { PerformerProbes } from './definitions/performer-probes.js';
import { PublishRoutes } from './definitions/publish-routes.js';
import { RouteChecks } from './definitions/route-checks.service.js';
import { RouteRegistry } from './definitions/route-registry.service.js';
import { ApplySubstitutions } from './runs/apply-substitutions.job.js';
import { DecideAssignment } from './runs/decide-assignment.js';
import { KeepStatus } from './runs/keep-status.js';
import { DocumentFacts } from './runs/document-facts.js';
import { DismissLapse } from './runs/dismiss-lapse.js';
import { FireTimer } from './runs/fire-timer.js';
import { MendRun } from './runs/mend-run.js';
import { UnclaimedMessages } from './runs/unclaimed-messages.js';
import { ReadRuns } from './runs/read-runs.js';
import { ReadMessages } from './runs/read-messages.js';
import { MigrateRun } from './runs/migrate-run.js';
import { RecallDecision } from './runs/recall-decision.js';
import { ShowAssignments } from './runs/show-assignments.js';
import { LapseDecisions } from './runs/lapse-decisions.js';
import { RunJobs } from './runs/run.jobs.js';
import { RunStepper } from './runs/run-stepper.js';
import { StartIndividualRun } from './runs/start-individual-run.js';
import { StartRun } from './runs/start-run.js';
import { BroadcastSignals } from './runs/broadcast-signals.job.js';
import { ClimbLadder, ReminderMails } from './runs/climb-ladder.job.js';
import { DeliverMessages } from './runs/deliver-messages.job.js';
import { StartByEvent, WatchStartConditions } from './runs/start-by-event.job.js';
import { StartTimers } from './runs/start-timers.job.js';
import { StartPolicy } from './runs/start-policy.js';
import { StartQueued } from './runs/start-queued.job.js';
import { WatchDocuments } from './runs/watch-documents.js';
import { TimerSweep } from './runs/timer-sweep.job.js';

const actions = [SetStatusAction, SetFieldsAction, RegisterDocumentAction, GenerateDocumentAction, SendMailAction];

/** Carries documents from person to person: definitions, runs, assignments, automatic steps. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule, OutputModule],
  controllers: [
    AssignmentsController,
    AssignmentLifeController,
    ByHandController,
    ExtensionsController,
    RunsController,
    StartPreviewController,
    BulkController,
    RepairController,
    IndividualRunsController,
    RecallController,
    JobsController,
    GenerateController,
    MessagesController,
    MigrationsController,
    RoutesController,
  ],
  providers: [
    ActionRegistry,
    ...actions,
    PaperData,
    GeneratePaper,
    ListPapers,
    RouteRegistry,
    PerformerProbes,
    RouteChecks,
    PublishRoutes,
    SamplePerformers,
    ReadAssignments,
    ExplainSteps,
    ChangeHands,
    HoldAssignment,
    IssueByHand,
    RemindByHand,
    CancelByHand,
    ExtendAssignment,
    GiveUpAssignment,
    ReportAssignment,
    ResumeAssignments,
    StandIns,
    MoveSubstituted,
    ApplySubstitutions,
    DocumentFacts,
    KeepStatus,
    OpenAsNextAction,
    RunStepper,
    StartRun,
    StartIndividualRun,
    RecallDecision,
    ShowAssignments,
    MigrateRun,
    LapseDecisions,
    WatchDocuments,
    StartPolicy,
    DeliverMessages,
    ReminderMails,
    ClimbLadder,
    BroadcastSignals,
    StartByEvent,
    WatchStartConditions,
    StartTimers,
    StartQueued,
    DecideAssignment,
    MendRun,
    FireTimer,
    DismissLapse,
    UnclaimedMessages,
    ReadRuns,
    ReadMessages,
    RunJobs,
    TimerSweep,
  ],
  exports: [ActionRegistry, RouteRegistry, PublishRoutes, StartRun, PaperData, DecideAssignment],
})
export class RoutesModule {}
