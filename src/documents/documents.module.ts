import { Module } from '@nestjs/common';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { AnnounceReaders } from './access/announce-readers.js';
import { ConfidentialReads } from './access/confidential-reads.js';
import { Reach } from './access/reach.js';
import { AccessController } from './access/report/access.controller.js';
import { AccessReport } from './access/report/access-report.js';
import { AccessSheet } from './access/report/access-sheet.js';
import { ExplainAccess } from './access/report/explain-access.js';
import { PreviewRules } from './access/rules/preview-rules.js';
import { AccessRulesController } from './access/rules/rules.controller.js';
import { VisibleDocuments } from './access/visible-documents.js';
import { BoardController } from './api/board.controller.js';
import { ConversationController } from './api/conversation.controller.js';
import { DocumentsController } from './api/documents.controller.js';
import { RegisterController } from './api/register.controller.js';
import { RegisterOverviewController } from './api/register-overview.controller.js';
import { ChangeByHand } from './card/change-by-hand.js';
import { CardPointers } from './card/check-card.js';
import { EditDocument } from './card/edit-document.js';
import { StatusMoves } from './card/status-moves.js';
import { WriteEdit } from './card/write-edit.js';
import { DocumentChanges } from './changes/document-changes.js';
import { Comments } from './comments/comments.js';
import { ExportController } from './export/export.controller.js';
import { ExportDocuments } from './export/export-documents.js';
import { FilesController } from './files/files.controller.js';
import { ReadFiles } from './files/read-files.js';
import { StoreFile } from './files/store-file.js';
import { ChangedSince } from './history/changed-since.js';
import { HistoryController } from './history/history.controller.js';
import { RestoreDocument } from './history/restore-document.js';
import { TakeIntoAudit } from './history/take-into-audit.js';
import { PresentChanges } from './history/present-changes.js';
import { LinkDocuments } from './links/link-documents.js';
import { ReadLinks } from './links/read-links.js';
import { BoardDocuments } from './read/board-documents.js';
import { ListDocuments } from './read/list-documents.js';
import { NextActions } from './read/next-actions.js';
import { PresentDocuments } from './read/present-documents.js';
import { ReadDocuments } from './read/read-documents.js';
import { FindPlaces } from './read/register-places.js';
import { TallyDocuments } from './read/tally-documents.js';
import { RegisterDocument } from './registration/register-document.js';
import { RegistrationDesk } from './registration/registration-desk.js';
import { RegistrationSteps } from './registration/registration-steps.js';
import { WriteDocument } from './registration/write-document.js';
import { GatherWords } from './search/gather-words.job.js';
import { Shares } from './shares/shares.js';
import { SharesController } from './shares/shares.controller.js';
import { FindSimilar } from './similar/find-similar.js';
import { SimilarController } from './similar/similar.controller.js';
import { CountViews } from './views/count-views.js';
import { KeepViews } from './views/keep-views.js';
import { ReadViews } from './views/read-views.js';
import { ViewsController } from './views/views.controller.js';

const forOthers = [
  ExplainAccess,
  VisibleDocuments,
  ConfidentialReads,
  Reach,
  RegisterDocument,
  RegistrationSteps,
  DocumentChanges,
  RegistrationDesk,
  EditDocument,
  StatusMoves,
  ChangeByHand,
  ReadDocuments,
  PresentDocuments,
  NextActions,
  LinkDocuments,
  StoreFile,
  ReadFiles,
  Comments,
];

/** The document: registered, read, changed, linked, with its files and its story. */
@Module({
  imports: [OrganisationModule, StreamsModule],
  controllers: [
    RegisterController,
    RegisterOverviewController,
    BoardController,
    ViewsController,
    ExportController,
    SimilarController,
    DocumentsController,
    HistoryController,
    ConversationController,
    SharesController,
    AccessController,
    AccessRulesController,
    FilesController,
  ],
  providers: [
    ...forOthers,
    CardPointers,
    ChangedSince,
    TakeIntoAudit,
    RestoreDocument,
    PresentChanges,
    WriteDocument,
    WriteEdit,
    ListDocuments,
    FindPlaces,
    TallyDocuments,
    BoardDocuments,
    ReadViews,
    KeepViews,
    CountViews,
    ExportDocuments,
    FindSimilar,
    ReadLinks,
    Shares,
    AccessReport,
    AccessSheet,
    PreviewRules,
    GatherWords,
    AnnounceReaders,
  ],
  exports: forOthers,
})
export class DocumentsModule {}
