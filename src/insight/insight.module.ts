import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { RoutesModule } from '../routes/routes.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { AttentionController } from './attention/attention.controller.js';
import { ReadAttention } from './attention/read-attention.js';
import { AuditController } from './audit/audit.controller.js';
import { ReadAudit } from './audit/read-audit.js';
import { CalendarFeedController } from './calendar/calendar-feed.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { ReadCalendar } from './calendar/read-calendar.js';
import { EarlierCallsController } from './calls/earlier-calls.controller.js';
import { ReadCalls } from './calls/read-calls.js';
import { EventsController } from './events/events.controller.js';
import { LiveStreams } from './events/live-streams.js';
import { MakePreviews } from './previews/make-previews.js';
import { OfficeReader } from './previews/office-reader.js';
import { PreviewsController } from './previews/previews.controller.js';
import { ReadRelated } from './related/read-related.js';
import { RelatedController } from './related/related.controller.js';
import { GatherDocuments } from './search/gather-documents.js';
import { NameValues } from './reports/figures/name-values.js';
import { ListCountedAssignments } from './reports/list-assignments.js';
import { ReportsController } from './reports/reports.controller.js';
import { RunReport } from './reports/run-report.js';
import { ReportRegistry } from './reports/definition/report-registry.service.js';
import { OpenReportSource } from './reports/sources/report-source.js';
import { SearchController } from './search/search.controller.js';
import { SearchEverything } from './search/search-everything.js';

/** Looks at everything and changes nothing. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule, RoutesModule],
  controllers: [
    AttentionController,
    AuditController,
    CalendarController,
    CalendarFeedController,
    EarlierCallsController,
    EventsController,
    SearchController,
    RelatedController,
    ReportsController,
    PreviewsController,
  ],
  providers: [
    ReadAttention,
    ReadAudit,
    ReadCalendar,
    ReadCalls,
    GatherDocuments,
    LiveStreams,
    SearchEverything,
    ReadRelated,
    ReportRegistry,
    OpenReportSource,
    NameValues,
    RunReport,
    ListCountedAssignments,
    MakePreviews,
    OfficeReader,
  ],
  exports: [ReportRegistry],
})
export class InsightModule {}
