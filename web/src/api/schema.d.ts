// Written by `npm run api` from the types of the controllers; do not change it by hand.

export interface paths {
    "/api/access/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people may do in each stream and by which rules; for administrators */
        get: operations["AccessController_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/report/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who may read a document, with the reason; for administrators */
        get: operations["AccessController_readers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/report/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as an Excel file, all of it; written to the audit log */
        get: operations["AccessController_sheetOf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/rules/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules of access of a stream and who sees its fields, with the roles to choose from */
        get: operations["AccessRulesController_one"];
        /** Change the rules of access of a stream, which hold at once */
        put: operations["AccessRulesController_change"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/rules/{stream}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who would gain and who would lose what by other rules; changes nothing
         * @description Counted over the newest documents of the stream, for as many people as are told.
         */
        post: operations["AccessRulesController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All people with their accounts, by name; also those who have left */
        get: operations["AccountsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The inbox (`mine=true`) and other lists of assignments, by due date */
        get: operations["AssignmentsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One assignment */
        get: operations["AssignmentsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept what was reported; the route goes on */
        post: operations["AssignmentLifeController_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back an assignment that was issued by hand, with all below it */
        post: operations["ByHandController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an assignment that is offered to several */
        post: operations["AssignmentsController_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide: an outcome, with a comment where a reason is needed; the route goes on */
        post: operations["AssignmentsController_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/delegate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody else do it; the owner stays accountable */
        post: operations["AssignmentsController_delegate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/dismiss-lapse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave it at a decision that has lapsed, with the reason: by whoever took it, or an administrator */
        post: operations["AssignmentLifeController_dismissLapse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for more time; the lead decides, else the controller, else the author */
        post: operations["ExtensionsController_extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it cannot be done; the route catches it, or an administrator sees it */
        post: operations["AssignmentLifeController_fail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass it on; responsibility goes with it */
        post: operations["AssignmentsController_forward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a decision back, until somebody opens what followed; answers the assignment, open again */
        post: operations["RecallController_recall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide with the outcome that refuses, giving the reason */
        post: operations["AssignmentsController_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it back to the candidates */
        post: operations["AssignmentsController_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/remind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remind whoever has it; at most once an hour */
        post: operations["ByHandController_remind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report to the controller that it is done */
        post: operations["AssignmentLifeController_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it up again */
        post: operations["AssignmentLifeController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return what was reported, with the reason */
        post: operations["AssignmentLifeController_sendBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Skip a step that the route allows to be skipped */
        post: operations["AssignmentLifeController_skip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open it to work on; the decision before it cannot be recalled any more */
        post: operations["AssignmentLifeController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lay it aside, for good or until a time */
        post: operations["AssignmentLifeController_suspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide several at once, each by itself: one that is refused does not keep the others */
        post: operations["AssignmentsController_decideAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that does not move: since when, why, and the call that mends it */
        get: operations["AttentionController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, for whom, when and from where, with what was before and after; the latest first
         * @description Reading it is an entry too, one for each reader and ten minutes.
         */
        get: operations["AuditController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What entries are about: the beginnings of their verbs */
        get: operations["AuditController_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many years which kinds of entries of the audit log are kept */
        get: operations["RetentionController_show"];
        /** Set that; what has outlived its time goes within the hour, and the log says so */
        put: operations["RetentionController_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, filtered, as an Excel file; written to the audit log */
        get: operations["AuditController_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether the log, its chain and the histories of documents are what the program wrote */
        post: operations["AuditController_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Planned and done work and assignments by due date: mine, of a person or of units */
        get: operations["CalendarController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All working calendars; `default` is that of the organisation */
        get: operations["WorkingCalendarsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{calendar}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One working calendar */
        get: operations["WorkingCalendarsController_show"];
        /** Add or change a working calendar: week, holidays, moved days; due dates follow it at once */
        put: operations["WorkingCalendarsController_put"];
        post?: never;
        /** Remove a working calendar that nobody has */
        delete: operations["WorkingCalendarsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Earlier calls of a client or from a number, with comments and what became of them */
        get: operations["EarlierCallsController_earlier"];
        put?: never;
        /** Registers a call; answers its document. */
        post: operations["CallsController_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a document, with what I may do with it; its ETag is needed to change it */
        get: operations["DocumentsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change card, status, responsible person or unit of a document
         * @description Where the document was changed meanwhile (412 `stale-version`) the problem document has `version`, `document` as it is now, and `changes` as `GET …/changes` answers them.
         */
        patch: operations["DocumentsController_change"];
        trace?: never;
    };
    "/api/documents/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which rule lets a person do what with a document, or stops it
         * @description For oneself, for the people of units that one heads, for administrators.
         */
        get: operations["AccessController_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The assignments on a document, open and closed */
        get: operations["RunsController_assignmentsOf"];
        put?: never;
        /** Issue an assignment by hand: to one, to several, to a lead with co-performers; with `parent` as a part of an own one */
        post: operations["ByHandController_issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document as it is now, and what was changed since a version: each part once, by whom and when */
        get: operations["HistoryController_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said about a document */
        get: operations["ConversationController_said"];
        put?: never;
        /** Say something about a document; who may read it may comment on it */
        post: operations["ConversationController_say"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of a document, each in its current version */
        get: operations["FilesController_list"];
        put?: never;
        /** Attach a file; the same name again makes a new version */
        post: operations["FilesController_attach"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Generate a PDF from a template and attach it */
        post: operations["GenerateController_generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a document, from the beginning */
        get: operations["HistoryController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/individual-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the document to people chosen on the spot, stage after stage; those of a stage at once */
        post: operations["IndividualRunsController_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links of a document in both directions, those of reference fields included */
        get: operations["ConversationController_links"];
        put?: never;
        /** Link a document to another one */
        post: operations["ConversationController_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters that left, or are to leave, about the document */
        get: operations["GenerateController_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The papers that can be generated for the document
         * @description Each template is tried: `problem` says why a paper cannot be had as things are.
         */
        get: operations["GenerateController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/related": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that refers to a document, by stream, with files, the next action and the last contact */
        get: operations["RelatedController_around"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give fields of the card the values back that they had at a version
         * @description An edit like any other: the same rights, checks and If-Match; the history says that it was a restore.
         */
        post: operations["HistoryController_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of a document, newest first */
        get: operations["RunsController_ofDocument"];
        put?: never;
        /** Send the document along a route */
        post: operations["RunsController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/runs/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would become of the document if it were sent along a route; nothing is changed */
        post: operations["StartPreviewController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** With whom a document is shared by name; for those who may share it */
        get: operations["SharesController_list"];
        put?: never;
        /** Share a document with a person, a unit or a group, to read or to edit; whoever gets it is told */
        post: operations["SharesController_give"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{id}/shares/{share}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a share back; who takes part in a route of the document goes on seeing it */
        delete: operations["SharesController_takeBack"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events: my inbox, what is under my bell, and the documents that I name as open
         * @description Events say that something changed, not what it is now: read it again. After a connection was lost a browser comes back by itself and hears `resync`: something may have been missed. With `unheard`, a number of seconds, it begins with the documents named to which something happened in that time. A stream ends with its session.
         */
        get: operations["EventsController_open"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests for more time that I decide (`mine=true`), or that I decide or have made */
        get: operations["ExtensionsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extensions/{id}/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deny more time, with the reason */
        post: operations["ExtensionsController_deny"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extensions/{id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant more time, as asked for or until another time */
        post: operations["ExtensionsController_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file; ranges and If-None-Match are understood */
        get: operations["FilesController_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file that is attached to a letter */
        get: operations["PreviewsController_part"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to show a file in place, with what is shown; what cannot be shown says why */
        get: operations["PreviewsController_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/preview/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page of a text document or letter: HTML in which nothing runs and nothing is loaded */
        get: operations["PreviewsController_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a file, the latest first */
        get: operations["FilesController_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/first-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first administrator is still to be made */
        get: operations["FirstRunController_show"];
        put?: never;
        /** Make the first administrator by the link that the server printed, and sign in */
        post: operations["FirstRunController_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/forms/{form}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a form asks, in the language wanted, for a site that draws it itself. */
        get: operations["FormsController_describe"];
        put?: never;
        /** Sends a form: 201 `{number, receipt}` for programs; a browser is led to the page that thanks. */
        post: operations["FormsController_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All groups with their members */
        get: operations["GroupsController_list"];
        put?: never;
        /** Add a group */
        post: operations["GroupsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group, by its key */
        get: operations["GroupsController_show"];
        put?: never;
        post?: never;
        /** Remove a group; its people stay */
        delete: operations["GroupsController_remove"];
        options?: never;
        head?: never;
        /** Rename a group, say who is in it and which roles that gives */
        patch: operations["GroupsController_change"];
        trace?: never;
    };
    "/api/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can serve: the database answers */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The days of a year that are off by the law of a country */
        get: operations["HolidaysController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/holidays/countries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Codes of the countries whose holidays are known */
        get: operations["HolidaysController_countries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/incidents/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do again what failed, with variables put right first where that was the cause */
        post: operations["RepairController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has arrived, the latest first, and what became of it. */
        get: operations["IntakeController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One arrival. */
        get: operations["IntakeController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The arrival as it came. Always saved, never shown: a letter may hold anything. */
        get: operations["IntakeController_raw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Processes an arrival again; answers the item, which waits for its job. */
        post: operations["IntakeController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a job again that was given up after all its tries */
        post: operations["JobsController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mailboxes that are read, with what they last said. */
        get: operations["MailboxesController_list"];
        put?: never;
        /** Adds a mailbox, or gives a known one a new password or stream. Reading begins at once. */
        post: operations["MailboxesController_save"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mailboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Stops or resumes reading. */
        patch: operations["MailboxesController_change"];
        trace?: never;
    };
    "/api/mailboxes/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries at once to read a mailbox that is down, instead of waiting for the next try. */
        post: operations["MailboxesController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mails/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up a mail that failed */
        post: operations["MailsController_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mails/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a mail that failed again */
        post: operations["MailsController_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, where do I belong, for whom do I act. */
        get: operations["MeController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes my language or my password. A new password ends my other sessions. */
        patch: operations["MeController_change"];
        trace?: never;
    };
    "/api/me/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether my calendar can be subscribed to */
        get: operations["CalendarFeedsController_read"];
        put?: never;
        /** Make an address for my calendar program, shown this once; the one before is revoked */
        post: operations["CalendarFeedsController_make"];
        /** Revoke the address of my calendar */
        delete: operations["CalendarFeedsController_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I am told of and by which ways: bell, push, letter; quiet hours and the daily letter */
        get: operations["SettingsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change some of them; what is absent stays */
        patch: operations["SettingsController_change"];
        trace?: never;
    };
    "/api/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My passkeys */
        get: operations["PasskeysController_list"];
        put?: never;
        /** Add the passkey that the browser made */
        post: operations["PasskeysController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove one of my passkeys */
        delete: operations["PasskeysController_remove"];
        options?: never;
        head?: never;
        /** Rename one of my passkeys */
        patch: operations["PasskeysController_rename"];
        trace?: never;
    };
    "/api/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to add a passkey: what the browser needs to make one; good for five minutes */
        post: operations["PasskeysController_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/provider-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether I am known to the sign-in provider of the firm */
        get: operations["ProviderLinkController_show"];
        put?: never;
        post?: never;
        /** Unlink my account at the provider; not when it is my only way to sign in */
        delete: operations["ProviderLinkController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key with which a browser subscribes, and how many of mine have */
        get: operations["PushController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send what I am told by push to this browser */
        post: operations["PushController_subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send nothing to this browser any more */
        post: operations["PushController_unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether I have a second factor, and how many recovery codes are left */
        get: operations["SecondFactorController_show"];
        put?: never;
        /** Begin to set one up: what the authenticator app needs; counts when confirmed */
        post: operations["SecondFactorController_begin"];
        /** Take my second factor away; needs the password */
        delete: operations["SecondFactorController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm it by a first code: from now on it is asked for; answers the recovery codes */
        post: operations["SecondFactorController_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ten new recovery codes in place of those before; needs the password */
        post: operations["SecondFactorController_renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in, the session used last first */
        get: operations["MySessionsController_list"];
        put?: never;
        post?: never;
        /** End all my sessions but this one */
        delete: operations["MySessionsController_endOthers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions, at once and in every process */
        delete: operations["MySessionsController_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My API tokens */
        get: operations["TokensController_list"];
        put?: never;
        /** Make an API token that acts for me; it is shown this once */
        post: operations["TokensController_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke one of my API tokens, at once and in every process */
        delete: operations["TokensController_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message to the run that waits for it; one that nobody waits for is kept for 7 days */
        post: operations["MessagesController_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message and what became of it, for its sender and the readers of its document */
        get: operations["MessagesController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a message that nobody came to wait for */
        post: operations["MessagesController_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message that nobody came to wait for once more, as it was */
        post: operations["MessagesController_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/new-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password by the link of a letter; ends all sessions of the account */
        post: operations["PasswordsController_choose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/new-password/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose link it is; does not use it up */
        post: operations["PasswordsController_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notification-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether links in letters decide without signing in, and how long they last */
        get: operations["PolicyController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change that, as an administrator; links that were sent follow at once */
        patch: operations["PolicyController_change"];
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened that concerns me, the newest first, in my language */
        get: operations["NotificationsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much is unread; 100 stands for 100 or more */
        get: operations["NotificationsController_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark as read: some by id, all about a document, or all */
        post: operations["NotificationsController_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import an Excel file: all of it in one transaction, or, with a problem, nothing */
        post: operations["ImportController_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an Excel file would change, and what is wrong with it; changes nothing */
        post: operations["ImportController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/import/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An Excel file to fill in, with the units and people that there are */
        get: operations["ImportController_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a new password; the answer is the same for those who do not exist */
        post: operations["PasswordsController_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People to choose from, e.g. as performers: those that fit `q`, by name. With `document` each says whether they may read it (`maySee`), and those who may stand first. */
        get: operations["PeopleController_find"];
        put?: never;
        /** Add a person; with `invite` a letter brings a link for the first password */
        post: operations["AccountsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person with the account, by login or id */
        get: operations["AccountsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name, addresses, language, calendar, roles and posts of a person */
        patch: operations["AccountsController_change"];
        trace?: never;
    };
    "/api/people/{person}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody leave: ends sessions, tokens and links at once */
        post: operations["AccountsController_deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the letter with a link for the first password, again if need be */
        post: operations["AccountsController_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody who has left come back */
        post: operations["AccountsController_reactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All posts with whoever holds them */
        get: operations["PostsController_list"];
        put?: never;
        /** Add a post to a unit */
        post: operations["PostsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/{post}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One post, by its key */
        get: operations["PostsController_show"];
        put?: never;
        post?: never;
        /** Remove a post that nobody holds */
        delete: operations["PostsController_remove"];
        options?: never;
        head?: never;
        /** Rename a post, move it to another unit, say who holds it */
        patch: operations["PostsController_change"];
        trace?: never;
    };
    "/api/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports in my menu */
        get: operations["ReportsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/{report}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures of a report, each with the conditions that lead to what was counted */
        get: operations["ReportsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/{report}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The assignments behind a figure of a report about assignments */
        get: operations["ReportsController_counted"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/{report}/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A report as an Excel file, all its rows */
        get: operations["ReportsController_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All roles that can be given */
        get: operations["RolesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a role, or rename it */
        put: operations["RolesController_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The published routes
         * @description Each with the stream that it is for, what a second start for a document does (`runs`: refuse, queue, parallel or replace), and the events that begin it (`starts`: none is a start by people, rules and other routes).
         */
        get: operations["RoutesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{route}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The BPMN XML of a route: the version in force, or the one that a run is pinned to */
        get: operations["RoutesController_get[0]"];
        /**
         * Publish a new version of a route; running runs keep theirs
         * @description The body is the BPMN XML, or JSON `{xml, scenarios?}`. The scenarios, else those of the version in force, are played and must go as they say. The answer has what was found and did not stand in the way: `warnings`.
         */
        put: operations["RoutesController_put[0]"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{route}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a drawing (or, with an empty body, the published one) without publishing it
         * @description The body is as for publishing. Answers `sound`, every problem with element, name, line, code, severity and message, and how many scenarios went as they say. For administrators the performers are tried on the latest documents of the stream.
         */
        post: operations["RoutesController_check[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{route}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take running runs to another version; those that cannot go there stay, with the reasons */
        post: operations["MigrationsController_migrate[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{route}/migrations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would become of each running run of a version; nothing is changed */
        post: operations["MigrationsController_preview[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{solution}/{route}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The BPMN XML of a route: the version in force, or the one that a run is pinned to */
        get: operations["RoutesController_get[1]"];
        /**
         * Publish a new version of a route; running runs keep theirs
         * @description The body is the BPMN XML, or JSON `{xml, scenarios?}`. The scenarios, else those of the version in force, are played and must go as they say. The answer has what was found and did not stand in the way: `warnings`.
         */
        put: operations["RoutesController_put[1]"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{solution}/{route}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a drawing (or, with an empty body, the published one) without publishing it
         * @description The body is as for publishing. Answers `sound`, every problem with element, name, line, code, severity and message, and how many scenarios went as they say. For administrators the performers are tried on the latest documents of the stream.
         */
        post: operations["RoutesController_check[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{solution}/{route}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take running runs to another version; those that cannot go there stay, with the reasons */
        post: operations["MigrationsController_migrate[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/routes/{solution}/{route}/migrations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would become of each running run of a version; nothing is changed */
        post: operations["MigrationsController_preview[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run: active elements, assignments, timers, incidents, trail */
        get: operations["RunsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue a task of an ad-hoc sub-process that is under way */
        post: operations["RepairController_activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run before its end, with a reason */
        post: operations["RunsController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a run from where it waits to an element beside it, with a reason; recorded */
        post: operations["RepairController_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}/timers/{timer}/fire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a timer fire now; one that has fired already is left at that; recorded */
        post: operations["RepairController_fire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set variables of a run, with a reason; recorded */
        patch: operations["RepairController_variables"];
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documents, people, registers and (for administrators) routes, as far as I may see them
         * @description Ranked and grouped: an exact number comes first, then titles, then other fields. `marks` are ranges [start, end) of UTF-16 units in the text beside them. Also for choosing a document while typing: with `streams` and a larger `limit`. Where little is found, words that are like the typed ones are looked for (`corrected`).
         */
        get: operations["SearchController_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of programs, with their tokens */
        get: operations["ServiceAccountsController_list"];
        put?: never;
        /** Add an account for a program */
        post: operations["ServiceAccountsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/service-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename it, give it other roles, close it or open it again */
        patch: operations["ServiceAccountsController_change"];
        trace?: never;
    };
    "/api/service-accounts/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a token for it; it is shown this once */
        post: operations["ServiceAccountsController_makeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/service-accounts/{id}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke one of its tokens, at once and in every process */
        delete: operations["ServiceAccountsController_revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in: the cookie for browsers, the token for programs; 401 "code-required" asks for the second factor */
        post: operations["SessionController_begin"];
        /** Sign out: the session is gone, here and in every other process */
        delete: operations["SessionController_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show again who I am, before a delicate change; good for 15 minutes */
        post: operations["SessionController_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by a passkey; it stands for password and second factor */
        post: operations["PasskeySessionController_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in by a passkey: what the browser needs; good for five minutes */
        post: operations["PasskeySessionController_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the sign-in provider of the firm */
        get: operations["ProviderSessionController_begin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/provider/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from the sign-in provider */
        get: operations["ProviderSessionController_finish"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/provider/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to where the session at the provider is ended, after signing out here */
        get: operations["ProviderSessionController_signOut"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a signal to every run that waits for it now */
        post: operations["MessagesController_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Definitions of the streams visible to me */
        get: operations["StreamsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Definition of one stream */
        get: operations["StreamsController_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A column for each status: how many documents, and the first of them */
        get: operations["BoardController_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the register of a stream */
        get: operations["RegisterController_list"];
        put?: never;
        /** Register a document */
        post: operations["RegisterController_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/documents/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give many documents to somebody, give them a status, send them along a route; a result for each
         * @description A document that cannot be changed so, is not changed at all, and the others are all the same.
         */
        post: operations["BulkController_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/documents/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The number of documents in a list, and cursors that lead into the middle of it */
        get: operations["RegisterOverviewController_places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/documents/tally": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many documents have which status, with sums of a field */
        get: operations["RegisterOverviewController_tally"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documents of a register, filtered and sorted, as a sheet; written to the audit log */
        get: operations["ExportController_download"];
        put?: never;
        /** Chosen documents of a register as a sheet; written to the audit log */
        post: operations["ExportController_downloadSome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/streams/{stream}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Documents that are likely the same as the one being entered, with the reason of each */
        post: operations["SimilarController_find"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/substitutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Substitutions that concern me and my people: planned, running and ended */
        get: operations["SubstitutionsController_list"];
        put?: never;
        /** Absence of mine, or of one of my people: who acts meanwhile (or nobody), in part of the work if wished */
        post: operations["SubstitutionsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/substitutions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End it now; one that has not begun is removed */
        delete: operations["SubstitutionsController_end"];
        options?: never;
        head?: never;
        /** Shorten or extend it, name another substitute, change its limits */
        patch: operations["SubstitutionsController_change"];
        trace?: never;
    };
    "/api/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All units with their people, those above before those below; `on`: as it was on a day; `closed`: those too */
        get: operations["UnitsController_list"];
        put?: never;
        /** Add a unit */
        post: operations["UnitsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{unit}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit, by its key or id; `on`: as it was on a day */
        get: operations["UnitsController_show"];
        put?: never;
        post?: never;
        /** Remove a unit that nothing is in */
        delete: operations["UnitsController_remove"];
        options?: never;
        head?: never;
        /** Rename a unit, move it, name its head or its calendar */
        patch: operations["UnitsController_change"];
        trace?: never;
    };
    "/api/units/{unit}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the unit from a day on; its posts move to another unit, or end */
        post: operations["ClosingController_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{unit}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What closing the unit would concern, and what stands in the way */
        get: operations["ClosingController_look"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{unit}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who headed the unit and held its posts, and when */
        get: operations["UnitsController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{unit}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a closed unit again, from now on */
        post: operations["ClosingController_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The views that I have, in the order of my menu: of the stream, my own and those shared with me */
        get: operations["ViewsController_list"];
        put?: never;
        /** Keep a view, for myself or shared with a unit, a role or everybody */
        post: operations["ViewsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a view of mine */
        delete: operations["ViewsController_remove"];
        options?: never;
        head?: never;
        /** Change a view of mine; a shared one is also changed by administrators */
        patch: operations["ViewsController_change"];
        trace?: never;
    };
    "/api/views/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many documents each of my views holds, up to 999; some seconds old */
        get: operations["ViewsController_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the views of a stream in my own order, and hide some from my menu */
        put: operations["ViewsController_arrange"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/welcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is shown before anyone has signed in */
        get: operations["WelcomeController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description `POST /api/assignments/{id}/accept` */
        AcceptDto: {
            comment?: string;
            /** @description `version` of its document. */
            documentVersion?: number;
            /** @description `version` of the assignment. */
            version?: number;
        };
        /** @description Whether somebody may do something, and why. */
        AccessAnswer: {
            allowed: boolean;
            /** @description The reason as a sentence. */
            because: string;
            rule: components["schemas"]["AccessRule"];
            verb: components["schemas"]["Verb"];
        };
        /** @description What one person may do with one document, and by which rule. */
        AccessExplanation: {
            /** @description False for somebody who has left, and may do nothing. */
            active: boolean;
            answers: components["schemas"]["AccessAnswer"][];
            confidential: boolean;
            /** @description Keys of the fields that the person does not see. */
            hiddenFields: string[];
            /** @description Keys of the fields that the person sees and does not change, though perhaps the rest of the document. */
            lockedFields: string[];
            person: components["schemas"]["PersonView"];
            /** @description The level of the share that is in force. */
            share: components["schemas"]["ShareLevel"] | null;
            /** @description The unit or group whose share that is; null for one of the person's own. */
            sharedWith: {
                kind: components["schemas"]["ShareHolderKind"];
                name: string;
            } | null;
            /** @description What the steps of routes that the person has now give, ask and hide. */
            steps: components["schemas"]["StepAccess"][];
            /** @description How the person takes part in the document: `assignment`, `controller`, `substitution`. */
            takesPart: string[];
        };
        /** @description What holders of a role may do, and with whose documents. Grants add up. */
        AccessGrant: {
            /** @description The level reaches confidential documents too. */
            confidential?: boolean;
            role: string;
            scope: components["schemas"]["AccessScope"];
            verbs: components["schemas"]["AccessVerb"][];
            /** @description FEEL over the card and facts of the document, see `compileCondition`: only for documents on which it holds. */
            when?: string;
        };
        /** @description Query of `GET /api/access/report`. */
        AccessReportQuery: {
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            /** @description Entries in the answer. */
            limit?: number;
            /** @description Login: this person alone, with the numbers of documents. */
            person?: string;
            /** @description Key: this stream alone. */
            stream?: string;
        };
        /** @description What a decision about access rests on. */
        AccessRule: {
            /** @description The line reaches confidential documents too. */
            confidential: boolean;
            /**
             * @description `grant`: the line of the stream for `role`; of a refusal the widest line, which does not reach the document. `none`: no line at all. `left`: the person does not work here any more.
             * @enum {string}
             */
            kind: "system" | "public" | "token" | "admin" | "participant" | "share" | "grant" | "none" | "left";
            level: components["schemas"]["Scope"] | null;
            role: string | null;
            /** @description The condition of the line, FEEL. */
            when: string | null;
        };
        /** @description One rule: who has the role may do the verbs with documents as far as the level reaches. */
        AccessRuleDto: {
            /** @description The level reaches confidential documents, too. */
            confidential?: boolean;
            level: components["schemas"]["Scope"];
            role: string;
            verbs: components["schemas"]["Verb"][];
            /** @description FEEL: only for documents on which it holds. */
            when?: string | null;
        };
        /** @description Body of `PUT /api/access/rules/{stream}`, and of its preview: all rules, and all restricted fields. */
        AccessRulesDto: {
            fields: components["schemas"]["FieldAccessDto"][];
            rules: components["schemas"]["AccessRuleDto"][];
        };
        /** @description Who may do what in a stream, as an administrator edits it. */
        AccessRulesView: {
            /** @description What is in force says the same as the file of the stream. */
            asInFile: boolean;
            fields: components["schemas"]["FieldAccessView"][];
            /** @description What conditions may read besides the fields of the card. */
            readable: string[];
            roles: components["schemas"]["RuleRoleView"][];
            rules: components["schemas"]["AccessRuleView"][];
            stream: string;
            version: number;
        };
        /** @description One rule of a stream as it is edited. */
        AccessRuleView: {
            confidential: boolean;
            level: components["schemas"]["Scope"];
            role: string;
            verbs: components["schemas"]["Verb"][];
            /** @description FEEL; null: for all documents. */
            when: string | null;
        };
        /** @enum {string} */
        AccessScope: "own" | "group" | "unit" | "department" | "company";
        /** @description Query of `GET /api/access/report/sheet`. */
        AccessSheetQuery: {
            /** @description Login: this person alone, with the numbers of documents. */
            person?: string;
            /** @description Key: this stream alone. */
            stream?: string;
        };
        /** @enum {string} */
        AccessVerb: "read" | "register" | "edit" | "delete" | "links";
        /** @description A post or unit of somebody, named in the reader's language. */
        AccountPlace: {
            key: string;
            name: string;
        };
        AccountsPage: {
            items: components["schemas"]["AccountView"][];
            nextCursor: string | null;
            /** @description Of all pages. */
            total: number;
        };
        /** @description Query of `GET /api/accounts`. */
        AccountsQueryDto: {
            cursor?: string;
            limit?: number;
            /** @description Words of the name, login or e-mail. */
            q?: string;
            /**
             * @description `invited`: active, and has not chosen a password yet.
             * @enum {string}
             */
            state?: "active" | "closed" | "invited" | "all";
            /** @description Key or id of a unit: its people only. */
            unit?: string;
        };
        /** @description A person with the account, as administrators see it. */
        AccountView: {
            /** @description False for somebody who has left. */
            active: boolean;
            /** @description Keys of all roles held, also through posts and groups. */
            allRoles: string[];
            /** @description Key of the working calendar of the person's own. */
            calendar: string | null;
            email: string | null;
            /** @description Keys. */
            groups: string[];
            id: string;
            /** @description Until when the link of the last invitation is good; null when there is none that is. */
            invitedUntil: string | null;
            language: components["schemas"]["Language"];
            /** @description When the person last did something, as far as sessions are kept. */
            lastSeenAt: string | null;
            login: string;
            name: string;
            phone: string | null;
            posts: components["schemas"]["AccountPlace"][];
            /** @description Keys of the person's own roles. */
            roles: string[];
            /** @description By what the person can sign in. */
            signsInBy: ("password" | "passkey" | "provider")[];
            units: components["schemas"]["AccountPlace"][];
            /** @description For `If-Match`, as `"v3"`. */
            version: number;
        };
        /** @description `POST /api/runs/{id}/activate` */
        ActivateDto: {
            element: string;
        };
        /** @description Body of `POST /api/people`. */
        AddAccountDto: {
            /** @description Key of a working calendar of the person's own; null for that of the unit. */
            calendar?: string | null;
            email?: string | null;
            /** @description Send a letter with a link by which the person chooses a password. */
            invite?: boolean;
            language?: components["schemas"]["Language"];
            /** @description Letters, digits and . _ @ -; unique. */
            login: string;
            name: string;
            phone?: string | null;
            /** @description Keys of the posts held. */
            posts?: string[];
            /** @description Keys of the roles of the person's own, besides those through posts and groups. */
            roles?: string[];
        };
        /** @description Body of `POST /api/groups`. */
        AddGroupDto: {
            key: string;
            /** @description Logins or ids of everybody who is in it from then on. */
            members?: string[];
            name: components["schemas"]["LocalisedText"];
            /** @description Keys of the roles that its members hold. */
            roles?: string[];
        };
        /** @description Body of `POST /api/me/passkeys`. */
        AddPasskeyDto: {
            /** @description What `navigator.credentials.create` answered, as JSON. */
            credential: components["schemas"]["RegistrationResponseJSON"];
            /** @description By which its owner knows it, e.g. "My phone". */
            name?: string;
        };
        /** @description Body of `POST /api/posts`. */
        AddPostDto: {
            /** @description Logins or ids of everybody who holds it from then on. */
            holders?: string[];
            key: string;
            name: components["schemas"]["LocalisedText"];
            /** @description The day from which on this holds, for what is entered afterwards; absent: from now on. */
            since?: string;
            /** @description Key or id of the unit. */
            unit: string;
        };
        /** @description Body of `POST /api/service-accounts`. */
        AddServiceAccountDto: {
            login: string;
            /** @description What it is, e.g. "Export to accounting". */
            name: string;
            /** @description Keys of roles that exist. */
            roles: string[];
        };
        /** @description `POST /api/substitutions` */
        AddSubstitutionDto: {
            /** @description Id or login; absent: whoever asks. */
            absent?: string;
            /**
             * Format: date-time
             * @example 2027-03-01T08:00:00Z
             */
            endsAt: string;
            /** @description Only for documents of no larger amount; null for any. */
            maxAmount?: components["schemas"]["SumDto"] | null;
            reason?: string | null;
            /**
             * Format: date-time
             * @example 2027-03-01T08:00:00Z
             */
            startsAt: string;
            /** @description Keys of streams; null for all. */
            streams?: string[] | null;
            /** @description Id or login; absent or null: nobody acts meanwhile. */
            substitute?: string | null;
        };
        /** @description Body of `POST /api/units`. */
        AddUnitDto: {
            /** @description Key of a working calendar; null for that of the unit above. */
            calendar?: string | null;
            /** @description Login or id of the head. */
            head?: string | null;
            key: string;
            name: components["schemas"]["LocalisedText"];
            /** @description Key or id of the unit above; null for one at the top. */
            parent?: string | null;
            /** @description The day from which on this holds, for what is entered afterwards; absent: from now on. */
            since?: string;
        };
        /** @description What a `User-Agent` says, in words. */
        AgentWords: {
            /** @description E.g. "Firefox"; null where nothing is recognised. */
            browser: string | null;
            /** @description Both in one, e.g. "Firefox on Windows". */
            device: string;
            /** @description E.g. "Windows". */
            system: string | null;
        };
        /** @description A token as its owner sees it: by its name, since the token itself is kept nowhere. */
        ApiTokenView: {
            createdAt: string;
            expiresAt: string;
            id: string;
            /** @description Exact to five minutes. */
            lastUsedAt: string | null;
            lastUsedFrom: string | null;
            name: string;
            scopes: components["schemas"]["TokenScope"][];
            /** @description Keys of the streams that it is good for, and for nothing besides; null: no such limit. */
            streams: string[] | null;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        ApiTokenViewPage: {
            items: components["schemas"]["ApiTokenView"][];
            nextCursor: string | null;
        };
        /** @description The decision that lapsed, and what has changed since it was taken. */
        AskedAgainView: {
            assignment: string;
            changes: {
                after?: unknown;
                before?: unknown;
                name?: unknown;
                path: string;
            }[];
        };
        /** @description The document of an assignment, as far as a list of assignments shows it. */
        AssignedDocument: {
            /** @description Null where the card has no amount, or has it empty. */
            amount: {
                amount: string;
                currency: string;
            } | null;
            id: string;
            number: string;
            /** @description Key of the status. */
            status: string;
            stream: string;
            title: string;
            version: number;
        };
        /** @enum {string} */
        AssignmentChangeKind: "issued" | "changed" | "closed";
        /**
         * @description What can be done about an assignment besides answering it, by the calls that do it: `remind` whoever has it, `extend` (ask for more time), `grant` (decide what was asked for), `delegate` and `forward`, `cancel`.
         * @enum {string}
         */
        AssignmentDeed: "remind" | "extend" | "grant" | "delegate" | "forward" | "cancel";
        /** @description `GET /api/assignments` */
        AssignmentsQueryDto: {
            controlled?: boolean;
            cursor?: string;
            /** Format: uuid */
            document?: string;
            limit?: number;
            mine?: boolean;
            overdue?: boolean;
            /** @enum {string} */
            state?: "open" | "reported" | "closed" | "all";
            unit?: string;
        };
        /** @enum {string} */
        AssignmentState: "created" | "ready" | "reserved" | "in-progress" | "suspended" | "completed" | "failed" | "obsolete" | "exited" | "reported" | "returned";
        /** @description The step of a route that an assignment is of, and what it says about the fields of the card (keys). */
        AssignmentStep: {
            /** @description May be changed with the decision, whatever other rights say. */
            editable: string[];
            element: string;
            /** @description Not shown at the step. */
            hidden: string[];
            name: string;
            /** @description Of these, what must be filled in to complete the step; not for an outcome that needs a reason. */
            required: string[];
        };
        /** @description An assignment as the API answers it (api.md). */
        AssignmentView: {
            /**
             * @description Completing it is a report, which the controller accepts or returns.
             * @constant
             */
            acceptance?: true;
            actingFor?: components["schemas"]["PersonValue"];
            askedAgain?: components["schemas"]["AskedAgainView"];
            author?: components["schemas"]["PersonValue"];
            candidates: components["schemas"]["PersonValue"][];
            closedAt?: string;
            comment?: string;
            contentHash?: string;
            controller?: components["schemas"]["PersonValue"];
            /** @constant */
            coPerformer?: true;
            document: components["schemas"]["AssignedDocument"];
            dueAt: string | null;
            dueBecause: string | null;
            /** @description The open request for more time. */
            extension?: components["schemas"]["ExtensionOfAssignment"];
            failedReason?: string;
            id: string;
            instruction: string;
            issuedAt: string;
            /** @description The document has changed since: the decision does not hold any more. */
            lapsedAt?: string;
            /** @description Of a co-performer: who accepts where there is no controller. */
            lead?: components["schemas"]["PersonValue"];
            /** @description Where it is asked for: what I may do about it besides answering it. */
            may?: components["schemas"]["AssignmentDeed"][];
            openedAt?: string;
            outcome?: string;
            outcomes: {
                key: string;
                label: string;
                reasonRequired: boolean;
            }[];
            owner?: components["schemas"]["PersonValue"];
            /** @description The assignment that it is a part of. */
            parent?: string;
            performer?: components["schemas"]["PersonValue"];
            /** @description Of a closed one, where it is asked for: whether I may take the decision back now. */
            recallable?: boolean;
            report?: {
                at: string;
                by?: components["schemas"]["PersonValue"];
                comment: string | null;
                outcome: string | null;
            };
            returnedReason?: string;
            round?: number;
            run?: string;
            /** @constant */
            skippable?: true;
            state: components["schemas"]["AssignmentState"];
            step?: components["schemas"]["AssignmentStep"];
            suspendedUntil?: string;
            version: number;
            /** @description Since when it has waited for whoever has to do with it now. */
            waitingSince: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        AssignmentViewPage: {
            items: components["schemas"]["AssignmentView"][];
            nextCursor: string | null;
        };
        /** @description Something that does not move: since when, why, and how it is mended. */
        AttentionItem: {
            assignment?: string;
            document?: {
                id: string;
                number: string;
                stream: string;
                title: string;
            };
            incident?: string;
            mend: components["schemas"]["MendingCall"][];
            message: string;
            /** @description Whom it is about, where no document is. */
            person?: {
                id: string;
                login: string;
                name: string;
            };
            reason: components["schemas"]["AttentionReason"];
            run?: string;
            /** @description ISO 8601. */
            since: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        AttentionItemPage: {
            items: components["schemas"]["AttentionItem"][];
            nextCursor: string | null;
        };
        /** @description What does not move, those that wait longest first. */
        AttentionList: {
            items: components["schemas"]["AttentionItem"][];
            /** @description Of each reason at most so many are answered. */
            limit: number;
            nextCursor: string | null;
            /** @description Reasons of which there are more than are answered here. */
            truncated: components["schemas"]["AttentionReason"][];
        };
        /** @description `GET /api/attention` */
        AttentionQueryDto: {
            /** Format: uuid */
            document?: string;
            /** @description Of each reason at most so many are answered; whatever lies beyond is reached by asking for more. */
            limit?: number;
            reason?: components["schemas"]["AttentionReason"];
        };
        /** @enum {string} */
        AttentionReason: "nobody-to-assign" | "absent-without-substitute" | "performer-left" | "unit-closed" | "action-failed" | "route-failed" | "escalation-failed" | "timer-overdue" | "decision-lapsed" | "message-unclaimed" | "nothing-under-way" | "mail-refused" | "mailbox-down" | "intake-failed" | "job-dead";
        /** @enum {string} */
        AttestationConveyancePreference: "direct" | "enterprise" | "indirect" | "none";
        /**
         * @description Values for an attestation object's `fmt`
         *
         *     See https://www.iana.org/assignments/webauthn/webauthn.xhtml#webauthn-attestation-statement-format-ids
         * @enum {string}
         */
        AttestationFormat: "fido-u2f" | "packed" | "android-safetynet" | "android-key" | "tpm" | "apple" | "none";
        /** @enum {string} */
        Audience: "me" | "unit" | "role" | "all";
        /** @description A place of the chain as it was once seen: noted outside of the database, it shows when the end was cut off. */
        AuditAnchor: {
            /** @description Hex. */
            chain: string;
            position: number;
        };
        /** @description One entry of the audit log. */
        AuditEntryView: {
            actor: components["schemas"]["AuditPerson"];
            /** @description Network address that the request came from. */
            address: string | null;
            /** @description What it is after that. */
            after: unknown;
            /** @description When it was done, ISO 8601. */
            at: string;
            /** @description What it was before, as far as it was changed; null where nothing was. */
            before: unknown;
            /** @description On whose behalf. */
            for: components["schemas"]["AuditPerson"] | null;
            id: string;
            /** @description Its place in the chain; null until it has one, a few seconds later. */
            place: number | null;
            /** @description Id of the session or API token. */
            session: string | null;
            subject: components["schemas"]["AuditSubject"];
            /** @description What was done, e.g. `session.refused`. */
            verb: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        AuditEntryViewPage: {
            items: components["schemas"]["AuditEntryView"][];
            nextCursor: string | null;
        };
        /** @description Which entries of the audit log are meant. */
        AuditFilterQuery: {
            /**
             * Format: date-time
             * @description ISO 8601; from this moment on.
             */
            from?: string;
            /** @description What verbs begin with, e.g. `session`. */
            kind?: string;
            /**
             * Format: uuid
             * @description Id of a person who did it, or for whom it was done.
             */
            person?: string;
            /** @description What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`. */
            subject?: string;
            /**
             * Format: date-time
             * @description ISO 8601; before this moment.
             */
            to?: string;
            /** @description A whole verb, e.g. `session.refused`. */
            verb?: string;
        };
        /** @description What entries are about. */
        AuditKinds: {
            items: string[];
        };
        /** @description Somebody of an entry: the name that was written down then, or that the organisation knows. */
        AuditPerson: {
            id: string;
            name: string;
        };
        /** @description Something about the log that the program did not do. */
        AuditProblem: {
            entryId: string | null;
            /** @enum {string} */
            kind: "altered" | "removed" | "inserted" | "chain-broken" | "key-unknown";
            message: string;
            position: number | null;
        };
        /** @description Query of `GET /api/audit`. */
        AuditQuery: {
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            /**
             * Format: date-time
             * @description ISO 8601; from this moment on.
             */
            from?: string;
            /** @description What verbs begin with, e.g. `session`. */
            kind?: string;
            limit?: number;
            /**
             * Format: uuid
             * @description Id of a person who did it, or for whom it was done.
             */
            person?: string;
            /** @description What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`. */
            subject?: string;
            /**
             * Format: date-time
             * @description ISO 8601; before this moment.
             */
            to?: string;
            /** @description A whole verb, e.g. `session.refused`. */
            verb?: string;
        };
        AuditReport: {
            /** @description The end of the chain now; null for an empty one. */
            anchor: components["schemas"]["AuditAnchor"] | null;
            /** @description Places of the chain whose entries have outlived the time for which they are kept. */
            letGo: number;
            problems: components["schemas"]["AuditProblem"][];
            /** @description Entries in the chain, and those that wait for their place in it. */
            sealed: number;
            waiting: number;
        };
        /** @description What something was done to. */
        AuditSubject: {
            id: string;
            kind: string;
            /** @description For people: number and title of a document, the name of a person; null where there is no better name than the id. */
            name: string | null;
        };
        AuthenticationExtensionsClientInputs: {
            appid?: string;
            credProps?: boolean;
            hmacCreateSecret?: boolean;
            minPinLength?: boolean;
            prf?: components["schemas"]["AuthenticationExtensionsPRFInputs"];
        };
        AuthenticationExtensionsClientOutputs: {
            appid?: boolean;
            credProps?: components["schemas"]["CredentialPropertiesOutput"];
            hmacCreateSecret?: boolean;
            prf?: components["schemas"]["AuthenticationExtensionsPRFOutputs"];
        };
        AuthenticationExtensionsPRFInputs: {
            eval?: components["schemas"]["AuthenticationExtensionsPRFValues"];
            evalByCredential?: {
                [key: string]: components["schemas"]["AuthenticationExtensionsPRFValues"];
            };
        };
        AuthenticationExtensionsPRFOutputs: {
            enabled?: boolean;
            results?: components["schemas"]["AuthenticationExtensionsPRFValues"];
        };
        AuthenticationExtensionsPRFValues: {
            first: components["schemas"]["BufferSource"];
            second?: components["schemas"]["BufferSource"];
        };
        /**
         * @description A slightly-modified AuthenticationCredential to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.
         *
         *     https://w3c.github.io/webauthn/#dictdef-authenticationresponsejson
         */
        AuthenticationResponseJSON: {
            authenticatorAttachment?: components["schemas"]["AuthenticatorAttachment"];
            clientExtensionResults: components["schemas"]["AuthenticationExtensionsClientOutputs"];
            id: components["schemas"]["Base64URLString"];
            rawId: components["schemas"]["Base64URLString"];
            response: components["schemas"]["AuthenticatorAssertionResponseJSON"];
            type: components["schemas"]["PublicKeyCredentialType"];
        };
        /**
         * @description A slightly-modified AuthenticatorAssertionResponse to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.
         *
         *     https://w3c.github.io/webauthn/#dictdef-authenticatorassertionresponsejson
         */
        AuthenticatorAssertionResponseJSON: {
            authenticatorData: components["schemas"]["Base64URLString"];
            clientDataJSON: components["schemas"]["Base64URLString"];
            signature: components["schemas"]["Base64URLString"];
            userHandle?: components["schemas"]["Base64URLString"];
        };
        /** @enum {string} */
        AuthenticatorAttachment: "cross-platform" | "platform";
        /**
         * @description A slightly-modified AuthenticatorAttestationResponse to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.
         *
         *     https://w3c.github.io/webauthn/#dictdef-authenticatorattestationresponsejson
         */
        AuthenticatorAttestationResponseJSON: {
            attestationObject: components["schemas"]["Base64URLString"];
            authenticatorData?: components["schemas"]["Base64URLString"];
            clientDataJSON: components["schemas"]["Base64URLString"];
            publicKey?: components["schemas"]["Base64URLString"];
            publicKeyAlgorithm?: components["schemas"]["COSEAlgorithmIdentifier"];
            transports?: string[];
        };
        AuthenticatorSelectionCriteria: {
            authenticatorAttachment?: components["schemas"]["AuthenticatorAttachment"];
            requireResidentKey?: boolean;
            residentKey?: components["schemas"]["ResidentKeyRequirement"];
            userVerification?: components["schemas"]["UserVerificationRequirement"];
        };
        /** @description What an authenticator app needs; shown once. */
        AuthenticatorSetup: {
            /** @description The same as a picture: `data:image/svg+xml;base64,…`. */
            qr: string;
            /** @description Base32, for typing in by hand. */
            secret: string;
            /** @description `otpauth://totp/…` */
            uri: string;
        };
        /** @description One rule of what happens after registration, read from the top. `set` of every matching rule applies; `route` (with its `variables`) and `acknowledge` are taken from the first matching rule that has one. */
        AutoprocessingRule: {
            /** @description Key of the letter template that answers the sender. */
            acknowledge?: string;
            name: string;
            /** @description Key of the route to start: `sales/long-sale`. */
            route?: string;
            /** @description FEEL expressions by field key. */
            set?: {
                [key: string]: string;
            };
            /** @description Variables given to the route, any JSON. */
            variables?: {
                [key: string]: unknown;
            };
            /** @description FEEL condition over the card (see `CompiledCard.scope`); absent: always. */
            when?: string;
        };
        Base64URLString: string;
        /** @description Query of `GET /api/session/provider`. */
        BeginAtProviderDto: {
            /** @description Where to go afterwards: a path of this app. */
            to?: string;
        };
        /** @description The first documents of one status. */
        BoardColumn: {
            /** @description Up to 1000. */
            count: number;
            /** @description The filter of this column, as the register takes it. */
            filter: components["schemas"]["BoardFilter"];
            items: components["schemas"]["DocumentView"][];
            /** @description There are more than `count`. */
            more: boolean;
            /** @description Leads on in the register with `filter` and the same search and order. */
            nextCursor: string | null;
            status: string;
        };
        BoardFilter: {
            and: unknown[];
        };
        /** @description Query of the board of a stream. */
        BoardQuery: {
            /** @description Fields that are answered, by commas; all unless said. */
            columns?: string;
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description Documents of each status; 20 unless said. */
            limit?: number;
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description `name`, `-plannedAt`, `status,-createdAt`. */
            sort?: string;
        };
        BooleanField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "boolean";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        BufferSource: {
            buffer: {
                byteLength: number;
            };
            byteLength: number;
            byteOffset: number;
        } | {
            byteLength: number;
        };
        /** @description `POST /api/streams/{stream}/documents/bulk`: what is to be done with each of the documents. */
        BulkDto: {
            /** @description Ids of documents of the stream. */
            ids: string[];
            /** @description Id or login of the person whom they are given to; null for nobody. */
            responsible?: string | null;
            /** @description The route that they are sent along, after what is changed. */
            route?: string;
            /** @description The status that they get. */
            status?: string;
            /** @description For each id the version that the document must still have, so that nothing done since is overwritten. */
            versions?: number[];
        };
        /** @description What became of one document. */
        BulkResult: {
            id: string;
            /** @description Null for a document that one may not see. */
            number: string | null;
            /** @enum {string} */
            outcome: "done" | "refused";
            /** @description Why nothing was changed. */
            problem?: components["schemas"]["ProblemDocument"];
            /** @description What takes the change back: what the document had before, and the version that it has got. Absent where a route was started. */
            undo?: components["schemas"]["BulkUndo"];
        };
        BulkResults: {
            done: number;
            refused: number;
            /** @description One for each id, in the same order. */
            results: components["schemas"]["BulkResult"][];
        };
        BulkUndo: {
            /** @description Id of the person; null for nobody. */
            responsible: string | null;
            status: string;
            version: number;
        };
        /** @description `POST /api/documents/{id}/assignments` */
        ByHandDto: {
            controller?: string;
            /** @description "2 working days", instead of dueAt. */
            due?: string;
            /**
             * Format: date-time
             * @description ISO 8601.
             */
            dueAt?: string;
            instruction: string;
            /** @description One of the performers: the others work for this one. */
            lead?: string;
            /** @description What the performers choose from; without: it is done. */
            outcomes?: components["schemas"]["OutcomeDto"][];
            /**
             * Format: uuid
             * @description An own open assignment that this is a part of.
             */
            parent?: string;
            /** @description Ids or logins; each gets an assignment. */
            performers: string[];
        };
        /** @description Keys of the fields, days or moments, by which a document stands in the calendar of its responsible person. */
        CalendarDefinition: {
            /** @description When it was done. */
            done?: string;
            /** @description When it is planned for. */
            from: string;
            /** @description Until when. */
            to?: string;
        };
        /** @description A day that differs from its weekday: a holiday (no intervals), a short day, or a working Saturday. */
        CalendarException: {
            date: string;
            intervals: components["schemas"]["LocalInterval"][];
            name?: components["schemas"]["LocalisedText"];
        };
        /** @description Whether there is an address of my calendar. */
        CalendarFeedView: {
            /** @description When it was made, ISO 8601, UTC; null where there is none. */
            since: string | null;
        };
        /** @description Something in a calendar: a document that its stream puts there, or an assignment by its due date. */
        CalendarItem: {
            /** @description The document that its first filled reference leads to, e.g. the client. */
            about: components["schemas"]["DocumentPointer"] | null;
            allDay: boolean;
            document: components["schemas"]["DocumentPointer"];
            done: boolean;
            end: string | null;
            field: string | null;
            /** @description Of the document or of the assignment. */
            id: string;
            /** @enum {string} */
            kind: "document" | "assignment";
            /** @description Can be moved: by a PATCH of `field` of the document with `version`. */
            movable: boolean;
            person: components["schemas"]["PersonView"] | null;
            /** @description `YYYY-MM-DD` for a whole day, else ISO 8601, UTC. */
            start: string;
            title: string;
            version: number | null;
        };
        CalendarItems: {
            /** @description By their start. */
            items: components["schemas"]["CalendarItem"][];
            /** @description There are more than could be shown. */
            more: boolean;
        };
        /** @description Query of `GET /api/calendar`. */
        CalendarQueryDto: {
            /** @description The first day. */
            from: string;
            /** @description The day after the last, at most 100 days later. */
            to: string;
            /** @description `me` (unless said), `person:<id or login>`, `unit:<id or key>` with the units below it, `units` for all of mine. */
            who?: string;
        };
        /** @description A remark that somebody left on a call. */
        CallComment: {
            /** @description ISO 8601, UTC. */
            at: string;
            author: components["schemas"]["PersonView"];
            text: string;
        };
        /** @description Body of `POST /api/calls`. */
        CallDto: {
            /** @description Who called. */
            caller?: string;
            /**
             * Format: uuid
             * @description The client's document, where the caller is known.
             */
            client?: string;
            /** @description What it is about. */
            matter: string;
            /** @description The number that called. */
            phone?: string;
            /** @description The stream of calls; `requests` unless said. */
            stream?: string;
            /** @description Key or id of the unit that is to take it on. */
            unit?: string;
        };
        /** @description `POST /api/runs/{id}/cancel` */
        CancelRunDto: {
            reason: string;
        };
        /** @description The fields of one document as they are stored, by key; empty fields are absent. */
        CardValues: {
            [key: string]: components["schemas"]["JsonValue"];
        };
        /** @description Body of `PATCH /api/people/{person}`: what is absent stays, what is null is taken away. */
        ChangeAccountDto: {
            /** @description Key of a working calendar of the person's own; null for that of the unit. */
            calendar?: string | null;
            email?: string | null;
            language?: components["schemas"]["Language"];
            name?: string;
            phone?: string | null;
            /** @description Keys of the posts held. */
            posts?: string[];
            /** @description Keys of the roles of the person's own, besides those through posts and groups. */
            roles?: string[];
        };
        /** @description The answer to a change: what it is now, and what the one who made it should know. */
        ChangedSubstitutionView: {
            absent: components["schemas"]["NamedPersonView"];
            createdAt: string | null;
            createdBy: components["schemas"]["NamedPersonView"] | null;
            endsAt: string;
            id: string;
            maxAmount: components["schemas"]["SumDto"] | null;
            reason: string | null;
            startsAt: string;
            /** @enum {string} */
            state: "planned" | "running" | "ended";
            streams: string[] | null;
            /** @description Null: nobody acts meanwhile. */
            substitute: components["schemas"]["NamedPersonView"] | null;
            warnings: components["schemas"]["SubstitutionWarning"][];
        };
        /** @description Body of `PATCH /api/groups/{key}`: what is absent stays. */
        ChangeGroupDto: {
            /** @description Logins or ids of everybody who is in it from then on. */
            members?: string[];
            name?: components["schemas"]["LocalisedText"];
            /** @description Keys of the roles that its members hold. */
            roles?: string[];
        };
        /** @description Body of `PATCH /api/mailboxes/{id}`. */
        ChangeMailboxDto: {
            active: boolean;
        };
        /** @description Body of `PATCH /api/me`. A new password needs the present one. */
        ChangeMeDto: {
            currentPassword?: string;
            language?: components["schemas"]["Language"];
            /** @description 10 to 200 characters, and none that is tried first. */
            password?: string;
        };
        /** @description Body of `PATCH /api/notification-policy`. */
        ChangePolicyDto: {
            /** @description Whether a letter's link decides without signing in. */
            decideByLink?: boolean;
            /** @description So long a link lasts. */
            linkDays?: number;
        };
        /** @description Body of `PATCH /api/posts/{key}`: what is absent stays. */
        ChangePostDto: {
            /** @description Logins or ids of everybody who holds it from then on. */
            holders?: string[];
            name?: components["schemas"]["LocalisedText"];
            /** @description The day from which on this holds, for what is entered afterwards; absent: from now on. */
            since?: string;
            /** @description Key or id of the unit. */
            unit?: string;
        };
        /** @description Body of `PATCH /api/service-accounts/{id}`: what is absent stays. */
        ChangeServiceAccountDto: {
            /** @description False closes it: its tokens open nothing from then on. */
            active?: boolean;
            name?: string;
            roles?: string[];
        };
        /** @description Body of `PATCH /api/me/notification-settings`: what is absent stays. */
        ChangeSettingsDto: {
            /** @description `HH:MM` of the person's clock. */
            digestAt?: string;
            /** @description By event: the ways that change. */
            events?: {
                [key: string]: components["schemas"]["EventChoiceDto"];
            };
            /** @description Whether push and letters wait while the person is absent. */
            holdWhileAbsent?: boolean;
            /** @description Every working day a letter with what is open, also when there is nothing new. */
            overview?: boolean;
            /** @description Null: none. */
            quietHours?: components["schemas"]["QuietHoursDto"] | null;
            /** @description Whether push messages say what it is about. */
            showContent?: boolean;
            /** @description IANA, e.g. `Europe/Vilnius`; null for that of the working calendar. */
            timeZone?: string | null;
        };
        /** @description A part of a document that others changed since a version, from what it was then to what it is now. */
        ChangeSince: {
            after: unknown;
            /** @description When that was, ISO 8601. */
            at: string;
            before: unknown;
            /** @description Who changed it last. */
            by: {
                id: string;
                name: string;
            };
            /** @description Of the field; null for the others. */
            name: components["schemas"]["LocalisedText"] | null;
            /** @description `fields.amount`, `status`, `responsible` or `unit`. */
            path: string;
        };
        /** @description Query of what was changed about a document. */
        ChangesQuery: {
            /** @description The version of the document that it is compared with. */
            since: number;
        };
        /** @description `PATCH /api/substitutions/{id}`: what is absent stays, null takes a limit away. */
        ChangeSubstitutionDto: {
            /**
             * Format: date-time
             * @example 2027-03-01T08:00:00Z
             */
            endsAt?: string;
            /** @description Only for documents of no larger amount; null for any. */
            maxAmount?: components["schemas"]["SumDto"] | null;
            reason?: string | null;
            /**
             * Format: date-time
             * @example 2027-03-01T08:00:00Z
             */
            startsAt?: string;
            /** @description Keys of streams; null for all. */
            streams?: string[] | null;
            /** @description Id or login; null: nobody acts meanwhile. */
            substitute?: string | null;
        };
        /** @description Body of `PATCH /api/units/{key}`: what is absent stays, what is null is taken away. */
        ChangeUnitDto: {
            /** @description Key of a working calendar; null for that of the unit above. */
            calendar?: string | null;
            /** @description Login or id of the head. */
            head?: string | null;
            name?: components["schemas"]["LocalisedText"];
            /** @description Key or id of the unit above; null for one at the top. */
            parent?: string | null;
            /** @description The day from which on this holds, for what is entered afterwards; absent: from now on. */
            since?: string;
        };
        /** @description Body of `PATCH /api/views/{id}`: what is absent stays. */
        ChangeViewDto: {
            columns?: components["schemas"]["ViewColumnDto"][];
            /** @description As the register takes it; null for all documents. */
            filter?: components["schemas"]["ViewFilter"] | null;
            /** @description `table` unless said. */
            kind?: components["schemas"]["ViewKind"];
            name?: string;
            /** @description `{kind: "me"}` for nobody else. */
            sharedWith?: components["schemas"]["SharedWithDto"];
            sort?: string | null;
        };
        /** @enum {string} */
        Channel: "form" | "mail" | "call" | "sheet" | "scan" | "api" | "screen" | "route";
        /** @description What can stand in an empty place, and how people know it. */
        Choice: {
            name: string;
            value: string;
        };
        ChoiceField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            /** @description Holds a list of keys. */
            many?: boolean;
            name: components["schemas"]["LocalisedText"];
            options: components["schemas"]["ChoiceOption"][];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "choice";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        ChoiceOption: {
            key: string;
            name: components["schemas"]["LocalisedText"];
        };
        /** @description Body of `POST /api/new-password`. */
        ChoosePasswordDto: {
            /** @description 10 to 200 characters, and none that is tried first. */
            password: string;
            /** @description What stands behind `#` in the link. */
            token: string;
        };
        /** @description Body of `POST /api/units/{key}/close`. */
        CloseUnitDto: {
            /** @description The day from which on this holds, for what is entered afterwards; absent: from now on. */
            since?: string;
            /** @description Key or id of the unit to which its posts move with whoever holds them; null or absent: they end. */
            to?: string | null;
        };
        /** @description Fields that may be columns of a table. */
        ColumnDefinition: components["schemas"]["TextField"] | components["schemas"]["LongTextField"] | components["schemas"]["NumberField"] | components["schemas"]["IntegerField"] | components["schemas"]["MoneyField"] | components["schemas"]["DateField"] | components["schemas"]["DateTimeField"] | components["schemas"]["BooleanField"] | components["schemas"]["ChoiceField"] | components["schemas"]["ReferenceField"] | components["schemas"]["EmailField"] | components["schemas"]["PhoneField"] | components["schemas"]["TaxNumberField"] | components["schemas"]["UrlField"] | components["schemas"]["PersonField"];
        /** @description Body of `POST /api/documents/{id}/comments`. */
        CommentDto: {
            text: string;
        };
        /** @description What somebody said about a document. */
        CommentView: {
            author: components["schemas"]["PersonView"];
            createdAt: string;
            id: string;
            /** @description Who is named in it as `@login` and was told of it. */
            mentions: components["schemas"]["PersonView"][];
            text: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        CommentViewPage: {
            items: components["schemas"]["CommentView"][];
            nextCursor: string | null;
        };
        /** @description `POST /api/assignments/{id}/complete` and `report` */
        CompleteDto: {
            closeSubAssignments?: boolean;
            comment?: string;
            /** @description `version` of its document. */
            documentVersion?: number;
            fields?: {
                [key: string]: unknown;
            };
            outcome?: string;
            /** @description `version` of the assignment. */
            version?: number;
        };
        ComputedField: {
            /** @description For money: taken where the expression gives a bare number. */
            currency?: string;
            /** @description Digits after the point of a number; 2 unless said. Money is rounded as its currency is. */
            decimals?: number;
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description FEEL over the card; fields above this one only. */
            expression: string;
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /**
             * @description What it gives.
             * @enum {string}
             */
            result: "money" | "number" | "text" | "boolean" | "date";
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "computed";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description Answer of `POST /api/session/confirm`. */
        ConfirmedView: {
            /** @description Until when delicate changes are taken without asking again. */
            confirmedUntil: string;
        };
        /** @description Body of `POST /api/session/confirm`. */
        ConfirmSessionDto: {
            /** @description Needed by those who have a second factor. */
            code?: string;
            password: string;
        };
        COSEAlgorithmIdentifier: number;
        /** @description An assignment behind a figure. */
        CountedAssignment: {
            closedAt: string | null;
            document: components["schemas"]["DocumentPointer"];
            dueAt: string | null;
            id: string;
            instruction: string;
            /** @description ISO 8601, UTC. */
            issuedAt: string;
            performer: components["schemas"]["PersonView"] | null;
            /** @description `open`, `overdue`, `in-time` or `late`. */
            timing: string;
        };
        CountedAssignments: {
            items: components["schemas"]["CountedAssignment"][];
            /** @description All that were counted. */
            total: number;
        };
        /** @description Query of the assignments behind a figure. */
        CountedQueryDto: {
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`, put together from the conditions in the report. */
            filter: string;
            limit?: number;
            /** @description Assignments to pass over. */
            skip?: number;
        };
        /** @description Body of `POST /api/views`. */
        CreateViewDto: {
            columns: components["schemas"]["ViewColumnDto"][];
            /** @description As the register takes it; null for all documents. */
            filter?: components["schemas"]["ViewFilter"] | null;
            /** @description `table` unless said. */
            kind?: components["schemas"]["ViewKind"];
            name: string;
            /** @description `{kind: "me"}` for nobody else. */
            sharedWith?: components["schemas"]["SharedWithDto"];
            sort?: string | null;
            stream: string;
        };
        CredentialPropertiesOutput: {
            rk?: boolean;
        };
        DateField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            max?: string;
            min?: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "date";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @enum {string} */
        DatePart: "day" | "month" | "quarter" | "year";
        DateTimeField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "datetime";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description One of several decisions. */
        DecisionDto: {
            comment?: string;
            /** @description `version` of its document. */
            documentVersion?: number;
            /** Format: uuid */
            id: string;
            outcome?: string;
            /** @description `version` of the assignment. */
            version?: number;
        };
        /** @description What became of one of several decisions. */
        DecisionResult: {
            /** @description As it is then. */
            assignment?: components["schemas"]["AssignmentView"];
            id: string;
            /** @description Why it was refused. */
            problem?: components["schemas"]["ProblemDocument"];
            /** @enum {string} */
            status: "done" | "refused";
        };
        /** @description In the order in which they were sent. */
        DecisionResults: {
            results: components["schemas"]["DecisionResult"][];
        };
        /** @description `POST /api/assignments/decisions` */
        DecisionsDto: {
            items: components["schemas"]["DecisionDto"][];
        };
        /** @description What figures can be grouped by. */
        DimensionView: {
            key: string;
            kind: string;
            name: components["schemas"]["LocalisedText"];
            part: components["schemas"]["DatePart"] | null;
        };
        /** @description `POST /api/assignments/{id}/dismiss-lapse` */
        DismissLapseDto: {
            reason: string;
        };
        /** @description A document as it is now, and what was changed since a version: what a screen needs to settle a conflict field by field. */
        DocumentChangedSince: {
            changes: components["schemas"]["ChangeSince"][];
            document: components["schemas"]["DocumentView"];
        };
        /**
         * @description What can be done with a document, by the calls that do it: `comment` and `send` (to people chosen on the spot) for whoever may read it; `edit`; `links`; `files` to attach; `route`, `assign` and `generate` a paper.
         * @enum {string}
         */
        DocumentDeed: "comment" | "send" | "edit" | "links" | "files" | "route" | "assign" | "generate";
        /** @description One document with what the asker may do with it. */
        DocumentDetail: {
            author: components["schemas"]["PersonView"];
            /** @description Levels of access do not reach it, only rights of one's own. */
            confidential: boolean;
            /** @description ISO 8601, UTC. */
            createdAt: string;
            /** @description Keys of the fields that the asker may change. */
            editable: string[];
            fields: components["schemas"]["CardValues"];
            flags: components["schemas"]["Flag"][];
            id: string;
            may: components["schemas"]["DocumentDeed"][];
            number: string;
            responsible: components["schemas"]["PersonView"] | null;
            source: {
                channel?: components["schemas"]["Channel"];
                intakeItemId?: string;
                /** @description The language of whoever sent it, for the answer. */
                language?: components["schemas"]["Language"];
                /** @description Message-ID of the letter that is answered to. */
                messageId?: string;
                sender?: {
                    email?: string;
                    name?: string;
                    phone?: string;
                };
                subject?: string;
            };
            status: string;
            stream: string;
            title: string;
            unit: components["schemas"]["UnitView"] | null;
            updatedAt: string;
            version: number;
        };
        /** @description Something happened to a document that I have open: `event` is its name in the history, or `assignment.changed`. */
        DocumentEvent: {
            document: string;
            event: string;
            /** @constant */
            type: "document";
        };
        DocumentHit: {
            /** @description Not what was typed was found but words that are like it. */
            corrected: boolean;
            /** @description At most three. */
            facts: components["schemas"]["Fact"][];
            id: string;
            /** @constant */
            kind: "document";
            /** @description Absent where number and title hold all that was looked for. */
            match?: components["schemas"]["MatchedField"];
            number: string;
            numberMarks: components["schemas"]["Mark"][];
            responsible: components["schemas"]["PersonView"] | null;
            score: number;
            status: string;
            stream: string;
            title: string;
            titleMarks: components["schemas"]["Mark"][];
            /** @description ISO 8601, UTC. */
            updatedAt: string;
        };
        DocumentPage: {
            items: components["schemas"]["DocumentView"][];
            nextCursor: string | null;
            /** @description The exact number of documents, up to `mostCounted`. */
            total?: number;
            /** @description Instead of `total`: there are more than this. */
            totalAtLeast?: number;
        };
        /** @description As much of a document as a pointer to it shows. */
        DocumentPointer: {
            id: string;
            number: string;
            stream: string;
            title: string;
        };
        /** @description Somebody who may read a document. */
        DocumentReader: {
            person: components["schemas"]["PersonView"];
            read: components["schemas"]["AccessAnswer"];
            /** @description What the person may do besides. */
            verbs: components["schemas"]["Verb"][];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        DocumentReaderPage: {
            items: components["schemas"]["DocumentReader"][];
            nextCursor: string | null;
        };
        /** @description A document as the API answers it, except that reference fields still hold bare ids. */
        DocumentView: {
            author: components["schemas"]["PersonView"];
            /** @description Levels of access do not reach it, only rights of one's own. */
            confidential: boolean;
            /** @description ISO 8601, UTC. */
            createdAt: string;
            fields: components["schemas"]["CardValues"];
            flags: components["schemas"]["Flag"][];
            id: string;
            number: string;
            responsible: components["schemas"]["PersonView"] | null;
            source: {
                channel?: components["schemas"]["Channel"];
                intakeItemId?: string;
                /** @description The language of whoever sent it, for the answer. */
                language?: components["schemas"]["Language"];
                /** @description Message-ID of the letter that is answered to. */
                messageId?: string;
                sender?: {
                    email?: string;
                    name?: string;
                    phone?: string;
                };
                subject?: string;
            };
            status: string;
            stream: string;
            title: string;
            unit: components["schemas"]["UnitView"] | null;
            updatedAt: string;
            version: number;
        };
        /** @description A call that came before, and what became of it. */
        EarlierCall: {
            /** @description ISO 8601, UTC. */
            at: string;
            caller: string | null;
            /** @description The latest three, the newest first. */
            comments: components["schemas"]["CallComment"][];
            id: string;
            matter: string | null;
            number: string;
            /** @description How it was settled, in the reader's language; null while it is open. */
            outcome: string | null;
            phone: string | null;
            /** @description What was written when it was settled. */
            remark: string | null;
            status: string;
            /** @description Name of the status in the reader's language. */
            statusName: string;
            stream: string;
            /** @description Who took it on; null while nobody has. */
            takenBy: components["schemas"]["PersonView"] | null;
            title: string;
            unit: components["schemas"]["UnitView"] | null;
        };
        EarlierCalls: {
            /** @description The newest first. */
            items: components["schemas"]["EarlierCall"][];
        };
        /** @description Query of `GET /api/calls`: the client, or the telephone number while the client is not known. */
        EarlierCallsDto: {
            /** Format: uuid */
            client?: string;
            /** @description 10 unless said. */
            limit?: number;
            phone?: string;
        };
        /** @description Body of `PATCH /api/documents/{id}`: what is absent stays. */
        EditDocumentDto: {
            /** @description Whether levels of access do not reach the document, only rights of one's own. */
            confidential?: boolean;
            /** @description A patch of the card: null empties a field. */
            fields?: {
                [key: string]: unknown;
            };
            /** @description Id or login of a person; null for nobody. */
            responsible?: string | null;
            status?: string;
            /** @description Id or key of a unit; null for none. */
            unit?: string | null;
        };
        EmailField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "email";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description Answer of `DELETE /api/me/sessions`. */
        EndedSessionsView: {
            /** @description How many ended. */
            ended: number;
        };
        /** @description By which ways a person wants to be told of an event. */
        EventChoice: {
            bell: boolean;
            mail: components["schemas"]["MailWay"];
            push: boolean;
        };
        /** @description A change of one event's ways. */
        EventChoiceDto: {
            bell?: boolean;
            /** @description At once, in the daily letter, or not. */
            mail?: components["schemas"]["MailWay"];
            push?: boolean;
        };
        /** @enum {string} */
        EventKey: "assignment.issued" | "assignment.handed" | "assignment.reminder" | "assignment.overdue" | "assignment.reported" | "assignment.returned" | "assignment.accepted" | "assignment.cancelled" | "extension.asked" | "extension.decided" | "document.shared" | "comment.mention" | "comment.added" | "decision.refused" | "decision.taken" | "route.finished";
        /** @description `GET /api/events` */
        EventsQueryDto: {
            /** @description Ids of the documents that are open; given once for each. */
            document?: string[];
            /** @description For so many seconds these documents have been read without being listened to: what happened since is told first. */
            unheard?: number;
        };
        /** @description Query of `GET /api/documents/{id}/access`. */
        ExplainQuery: {
            /** @description Login of the person; oneself unless said. */
            person?: string;
        };
        /** @enum {string} */
        ExportFormat: "xlsx" | "csv";
        /** @description Query of the export of a register. */
        ExportQuery: {
            /** @description Fields and document columns, by commas; all unless said. */
            columns?: string;
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description `xlsx` unless said. */
            format?: components["schemas"]["ExportFormat"];
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description `name`, `-plannedAt`, `status,-createdAt`. */
            sort?: string;
        };
        /** @description Body of the export of some documents of a register. */
        ExportSomeDto: {
            /** @description Fields and document columns, by commas; all unless said. */
            columns?: string;
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description `xlsx` unless said. */
            format?: components["schemas"]["ExportFormat"];
            /** @description Ids of the documents. */
            ids: string[];
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description `name`, `-plannedAt`, `status,-createdAt`. */
            sort?: string;
        };
        /** @description `POST /api/assignments/{id}/extend` */
        ExtendDto: {
            /**
             * Format: date-time
             * @description ISO 8601.
             */
            dueAt: string;
            reason: string;
        };
        /** @description A request for more time that nobody has decided yet. */
        ExtensionOfAssignment: {
            askedAt: string;
            /** @description ISO 8601. */
            askedDueAt: string;
            id: string;
            reason: string;
        };
        /** @description `GET /api/extensions` */
        ExtensionsQueryDto: {
            /** @description Only those that I decide. */
            mine?: boolean;
            /** @enum {string} */
            state?: "asked" | "granted" | "denied" | "withdrawn";
        };
        /** @enum {string} */
        ExtensionState: "asked" | "granted" | "denied" | "withdrawn";
        /** @description A request for more time, as the API answers it. Times are ISO 8601. */
        ExtensionView: {
            answer: string | null;
            askedAt: string;
            askedBy: components["schemas"]["PersonValue"] | null;
            askedDueAt: string;
            assignment: string;
            decidedAt: string | null;
            decidedBy: components["schemas"]["PersonValue"] | null;
            decider: components["schemas"]["PersonValue"] | null;
            document: {
                id: string;
                number: string;
                stream: string;
                title: string;
            };
            /** @description Of the assignment, as it is now. */
            dueAt: string | null;
            id: string;
            instruction: string;
            reason: string;
            state: components["schemas"]["ExtensionState"];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        ExtensionViewPage: {
            items: components["schemas"]["ExtensionView"][];
            nextCursor: string | null;
        };
        /** @description A field by which one tells documents with the same title apart. */
        Fact: {
            field: string;
            name: string;
            text: string;
        };
        /** @description `POST /api/assignments/{id}/fail` */
        FailDto: {
            /** @description The error that the route may catch. */
            code?: string;
            reason: string;
        };
        /** @description A field that not everybody sees or changes who sees and changes the document. */
        FieldAccessDto: {
            /** @description Keys of the roles that fill it in and change it; null or absent: everybody. */
            editRoles?: string[] | null;
            key: string;
            /** @description Keys of the roles that see it; null or absent: everybody. */
            viewRoles?: string[] | null;
        };
        /** @description A field of the card with who sees and changes it; null: whoever sees and changes the document. */
        FieldAccessView: {
            editRoles: string[] | null;
            key: string;
            name: string;
            /** @description It stands in the title, in the calendar or as the amount, so that it cannot be hidden from some. */
            shownToAll: boolean;
            type: string;
            viewRoles: string[] | null;
        };
        /** @description What every field of a card has. */
        FieldCommon: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        FieldDefinition: components["schemas"]["ColumnDefinition"] | components["schemas"]["TableField"] | components["schemas"]["ComputedField"];
        /** @description One figure: a number, or amounts of money, one for each currency. Both empty where there is nothing to tell. */
        Figure: {
            /** @description Decimal text. */
            money: components["schemas"]["Sum"][];
            number: number | null;
        };
        /** @description Query of the content of a file. */
        FileContentQuery: {
            /** @description The current one unless said. */
            version?: number;
        };
        /** @description What a viewer needs to show a file. */
        FilePreview: {
            kind: components["schemas"]["PreviewKind"];
            /** @description Of kind `letter`; its text is the page. */
            letter?: components["schemas"]["LetterPreview"];
            name: string;
            /** @description Of kind `none`. */
            reason?: components["schemas"]["PreviewReason"];
            /** @description Of kind `sheets`. */
            sheets?: components["schemas"]["SheetPreview"][];
            /** @description Bytes. */
            size: number;
            /** @description Of kind `text`. */
            text?: components["schemas"]["TextPreview"];
            /** @description Media type by content. */
            type: string;
        };
        /** @description What a file was and is. */
        FileVersions: {
            items: components["schemas"]["FileView"][];
        };
        /** @description A file as the API answers it. */
        FileView: {
            createdAt: string;
            createdBy: components["schemas"]["PersonView"];
            id: string;
            name: string;
            role: string;
            sha256: string;
            /** @description Bytes. */
            size: number;
            template: string | null;
            type: string;
            version: number;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        FileViewPage: {
            items: components["schemas"]["FileView"][];
            nextCursor: string | null;
        };
        FilterCondition: {
            field: string;
            op: string;
            value?: unknown;
        };
        /** @description Query of `GET /api/people`. */
        FindPeopleDto: {
            /**
             * Format: uuid
             * @description Id of a document: whether each person may read it is told.
             */
            document?: string;
            limit?: number;
            q?: string;
        };
        /** @description `POST /api/runs/{id}/timers/{timer}/fire` */
        FireTimerDto: {
            reason?: string;
        };
        /** @description Body of `POST /api/me/second-factor/confirm`. */
        FirstCodeDto: {
            /** @description What the authenticator app shows. */
            code: string;
        };
        /** @description Body of `POST /api/first-run`. */
        FirstRunDto: {
            email: string;
            language?: components["schemas"]["Language"];
            login: string;
            name: string;
            /** @description The name of the firm, for letters and papers. */
            organisation: string;
            /** @description 10 to 200 characters, and none that is tried first. */
            password: string;
            /** @description What stands behind `#` in the link that the server printed. */
            token: string;
        };
        /** @description Answer of `GET /api/first-run`. */
        FirstRunView: {
            /** @description There are no people yet: whoever has the link that the server printed makes the first administrator. */
            needed: boolean;
        };
        /** @description Something on the card that a clerk must look at; `value` shows what was sent and could not be taken. */
        Flag: {
            code: string;
            message: string;
            path: string;
            value?: string;
        };
        /** @description A public web form that registers a document of this stream. */
        FormDefinition: {
            /** @description Shown after sending; `{number}` stands for the registration number. */
            confirmation: components["schemas"]["LocalisedText"];
            fields: components["schemas"]["FormField"][];
            intro?: components["schemas"]["LocalisedText"];
            key: string;
            title: components["schemas"]["LocalisedText"];
            uploads?: components["schemas"]["FormUploads"];
        };
        FormField: {
            /** @description Taken where nothing is sent; goes before the default of the card. */
            default?: unknown;
            field: string;
            help?: components["schemas"]["LocalisedText"];
            label?: components["schemas"]["LocalisedText"];
            /** @description Stricter than the card; a form cannot be laxer. */
            required?: boolean;
        };
        /** @description A question of a form, as a program that draws its own form needs it. */
        FormQuestion: {
            /** @description Of a table. */
            columns?: components["schemas"]["FormQuestion"][];
            default?: unknown;
            help?: string;
            key: string;
            label: string;
            /** @description Of a choice: several may be chosen. */
            many?: boolean;
            /** @description Of a table. */
            maxRows?: number;
            /** @description Of a choice. */
            options?: {
                key: string;
                name: string;
            }[];
            required: boolean;
            /** @enum {string} */
            type: "text" | "longtext" | "number" | "integer" | "money" | "date" | "datetime" | "boolean" | "choice" | "reference" | "email" | "phone" | "taxNumber" | "url" | "person" | "table" | "computed";
        };
        /** @description What was taken in: the number of its document where it has one already, and the receipt that asks for it. */
        FormReceipt: {
            number: string | null;
            receipt: string;
        };
        FormUploads: {
            /** @description Name of the part in the sent form: `file`. */
            field: string;
            label: components["schemas"]["LocalisedText"];
            /** @description Bytes of one file. */
            maxBytes: number;
            maxFiles: number;
        };
        /** @description A public form as `GET /api/forms/{form}` tells it. */
        FormView: {
            fields: components["schemas"]["FormQuestion"][];
            form: string;
            intro?: string;
            language: components["schemas"]["Language"];
            stream: string;
            title: string;
            uploads?: {
                field: string;
                label: string;
                maxBytes: number;
                maxFiles: number;
            };
        };
        /** @description `POST /api/documents/{id}/generate` */
        GenerateDto: {
            language?: string;
            template: string;
        };
        /** @description `POST /api/extensions/{id}/grant` */
        GrantDto: {
            answer?: string;
            /**
             * Format: date-time
             * @description Another time than was asked for; ISO 8601.
             */
            dueAt?: string;
        };
        /** @description One value of a dimension, with the conditions that lead to the documents behind it. */
        GroupView: {
            conditions: components["schemas"]["ReportCondition"][];
            /** @description Null for what has no value. */
            key: string | null;
            /** @description What people call it; null where there is no value, or its name may not be seen. */
            label: string | null;
            tone: string | null;
        };
        /** @description One event in the story of a document. */
        HistoryEntry: {
            actor: {
                id: string;
                name: string;
            };
            at: string;
            detail: {
                [key: string]: unknown;
            };
            event: string;
            id: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        HistoryEntryPage: {
            items: components["schemas"]["HistoryEntry"][];
            nextCursor: string | null;
        };
        /** @description A day off by law. */
        Holiday: {
            /** @description ISO 8601. */
            date: string;
            /** @description In the languages of the country that are ours, and in English. */
            name: components["schemas"]["LocalisedText"];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        HolidayPage: {
            items: components["schemas"]["Holiday"][];
            nextCursor: string | null;
        };
        /** @description Query of `GET /api/holidays`. */
        HolidaysQueryDto: {
            /** @description Code of ISO 3166-1, e.g. `LT`. */
            country: string;
            year: number;
        };
        /** @enum {string} */
        ImportAction: "add" | "change" | "same";
        /** @description How many of a kind are new, changed, or as they were. */
        ImportCounts: {
            add: number;
            change: number;
            same: number;
        };
        ImportedRow: {
            action: components["schemas"]["ImportAction"];
            key: string;
            row: number;
            sheet: components["schemas"]["ImportSheet"];
        };
        ImportFault: {
            code: string;
            column: string;
            message: string;
            /** @description As programs for sheets count rows. */
            row: number;
            sheet: components["schemas"]["ImportSheet"];
        };
        /** @description Query of `POST /api/organisation/import`. */
        ImportQueryDto: {
            /** @description Send those who are new, and have an address, a letter with a link for a first password. */
            invite?: boolean;
        };
        /** @description What a file changes, or would change. */
        ImportReport: {
            /** @description Units that get another head. */
            heads: number;
            people: components["schemas"]["ImportCounts"];
            posts: components["schemas"]["ImportCounts"];
            /** @description What is wrong, row by row; nothing is imported while there is any. */
            problems: components["schemas"]["ImportFault"][];
            /** @description What becomes of each unit and person. */
            rows: components["schemas"]["ImportedRow"][];
            units: components["schemas"]["ImportCounts"];
        };
        /** @enum {string} */
        ImportSheet: "units" | "people";
        /** @description An assignment was issued to me, changed, or is mine no more: as performer, candidate, owner or controller. */
        InboxEvent: {
            assignment: string;
            document: string;
            kind: components["schemas"]["AssignmentChangeKind"];
            /** @constant */
            type: "inbox";
        };
        /** @description `POST /api/documents/{id}/individual-runs` */
        IndividualRunDto: {
            /** @description Id or login of who watches over it. */
            controller?: string;
            /** @enum {string} */
            purpose: "approve" | "execute" | "acknowledge";
            /** @description One after another; for "in turn", one person in each. */
            stages: components["schemas"]["IndividualStageDto"][];
        };
        /** @description People who are asked at once. */
        IndividualStageDto: {
            /** @description "2 working days", or an ISO 8601 date or time. */
            due?: string;
            instruction?: string;
            /** @description Ids or logins, asked at once. */
            people: string[];
        };
        /**
         * @description The ways into the house that leave an intake item.
         * @enum {string}
         */
        IntakeChannel: "mail" | "form";
        /** @description An arrival as it was written down. */
        IntakeItem: {
            attempts: number;
            channel: components["schemas"]["IntakeChannel"];
            documentId: string | null;
            id: string;
            messageId: string | null;
            outcome: {
                [key: string]: unknown;
            };
            processedAt: string | null;
            rawSha256: string;
            rawSize: number;
            rawType: string;
            /** Format: date-time */
            receivedAt: string;
            sender: string | null;
            /** @description The mailbox or form that it came through. */
            source: string;
            state: components["schemas"]["IntakeState"];
            stream: string;
            subject: string | null;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        IntakeItemPage: {
            items: components["schemas"]["IntakeItem"][];
            nextCursor: string | null;
        };
        /** @enum {string} */
        IntakeState: "received" | "registered" | "duplicate" | "ignored" | "failed";
        IntegerField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            max?: number;
            min?: number;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @description In a table: whether its sum stands below the column; it does unless said. */
            sum?: boolean;
            /** @constant */
            type: "integer";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description What was issued: the first of the assignments (the lead's), and all of them. */
        IssuedAssignments: {
            /**
             * @description Completing it is a report, which the controller accepts or returns.
             * @constant
             */
            acceptance?: true;
            actingFor?: components["schemas"]["PersonValue"];
            askedAgain?: components["schemas"]["AskedAgainView"];
            author?: components["schemas"]["PersonValue"];
            candidates: components["schemas"]["PersonValue"][];
            closedAt?: string;
            comment?: string;
            contentHash?: string;
            controller?: components["schemas"]["PersonValue"];
            /** @constant */
            coPerformer?: true;
            document: components["schemas"]["AssignedDocument"];
            dueAt: string | null;
            dueBecause: string | null;
            /** @description The open request for more time. */
            extension?: components["schemas"]["ExtensionOfAssignment"];
            failedReason?: string;
            id: string;
            instruction: string;
            issuedAt: string;
            items: components["schemas"]["AssignmentView"][];
            /** @description The document has changed since: the decision does not hold any more. */
            lapsedAt?: string;
            /** @description Of a co-performer: who accepts where there is no controller. */
            lead?: components["schemas"]["PersonValue"];
            /** @description Where it is asked for: what I may do about it besides answering it. */
            may?: components["schemas"]["AssignmentDeed"][];
            openedAt?: string;
            outcome?: string;
            outcomes: {
                key: string;
                label: string;
                reasonRequired: boolean;
            }[];
            owner?: components["schemas"]["PersonValue"];
            /** @description The assignment that it is a part of. */
            parent?: string;
            performer?: components["schemas"]["PersonValue"];
            /** @description Of a closed one, where it is asked for: whether I may take the decision back now. */
            recallable?: boolean;
            report?: {
                at: string;
                by?: components["schemas"]["PersonValue"];
                comment: string | null;
                outcome: string | null;
            };
            returnedReason?: string;
            round?: number;
            run?: string;
            /** @constant */
            skippable?: true;
            state: components["schemas"]["AssignmentState"];
            step?: components["schemas"]["AssignmentStep"];
            suspendedUntil?: string;
            version: number;
            /** @description Since when it has waited for whoever has to do with it now. */
            waitingSince: string;
        };
        /** @description What is stored of a field. */
        JsonValue: string | number | boolean | null | components["schemas"]["JsonValue"][] | {
            [key: string]: components["schemas"]["JsonValue"];
        };
        /** @enum {string} */
        Language: "en" | "ru" | "pl" | "lt";
        /** @description When somebody outside was last heard or written to. */
        LastContact: {
            at: string;
            channel: components["schemas"]["Channel"];
            /** @enum {string} */
            direction: "in" | "out";
            document: components["schemas"]["DocumentPointer"];
        };
        /** @description A file within a letter. `part` is its address there: `0`, or `2.0` inside of a letter that is itself attached. */
        LetterAttachment: {
            name: string;
            part: string;
            size: number;
            type: string;
        };
        /** @description The head of a letter. Addresses are as they were sent. */
        LetterPreview: {
            attachments: components["schemas"]["LetterAttachment"][];
            cc: string;
            from: string;
            /** @description True where not all of the letter could be read. */
            incomplete: boolean;
            /** @description ISO 8601; absent where the letter has none that can be read. */
            sentAt?: string;
            subject: string;
            to: string;
        };
        LettersDefinition: {
            /** @description Which `Label: value` line of a letter fills which field: labels in any language, by field key. */
            labels: {
                [key: string]: string[];
            };
        };
        /** @description A step that a run may come to when one that is under way is done. */
        LikelyStep: {
            element: string;
            name: string;
            /** @description Key of the called route that has it; absent for the main one. */
            route?: string;
        };
        /** @description A link to be made. */
        LinkDto: {
            /** @description What the link means, e.g. `related`. */
            kind: string;
            /**
             * Format: uuid
             * @description Id of the other document.
             */
            to: string;
        };
        /** @description Finds the document that a reference field should hold: the first pair that matches exactly one wins. */
        LinkingRule: {
            by: {
                from: string;
                to: string;
            }[];
            /** @description The reference field of this stream to fill. */
            field: string;
            /** @description Where to look. */
            stream: string;
        };
        /** @description Query of the links of a document. */
        LinkListQuery: {
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            kind?: string;
            /** @description Entries in the answer. */
            limit?: number;
            /** @description Only links with documents of this stream. */
            stream?: string;
        };
        /** @description What the organisation allows of decision links. */
        LinkPolicy: {
            /** @description Whether a letter's link decides without signing in; otherwise it leads to the sign-in. */
            decideByLink: boolean;
            /** @description So long a link lasts. */
            linkDays: number;
        };
        /** @description Body of `POST /api/new-password/check`. */
        LinkTokenDto: {
            /** @description What stands behind `#` in the link. */
            token: string;
        };
        /** @description A link as the API answers it. Of kind `field:<key>`: the reference field of `from` that holds `to`. */
        LinkView: {
            from: components["schemas"]["DocumentPointer"];
            id: string;
            kind: string;
            to: components["schemas"]["DocumentPointer"];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        LinkViewPage: {
            items: components["schemas"]["LinkView"][];
            nextCursor: string | null;
        };
        /** @description Query of `GET /api/intake`. */
        ListIntakeDto: {
            /**
             * Format: uuid
             * @description The `nextCursor` of the page before.
             */
            cursor?: string;
            limit?: number;
            state?: components["schemas"]["IntakeState"];
        };
        /** @description What a stream of events tells; the name of each event is its type, its data all of it as JSON. */
        LiveEvent: components["schemas"]["InboxEvent"] | components["schemas"]["DocumentEvent"] | components["schemas"]["NotificationEvent"] | components["schemas"]["ResyncEvent"];
        /** @description A stretch of work by the wall clock, `HH:MM` to `HH:MM`; `to` may be `24:00`. Work over midnight is two intervals. */
        LocalInterval: {
            from: string;
            to: string;
        };
        /** @description A text that people read: one string for all languages, or one per language (`en` is the fallback). */
        LocalisedText: string | {
            en: string;
            lt?: string;
            pl?: string;
            ru?: string;
        };
        LongTextField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            /** @description Characters; 200,000 unless said. */
            maxLength?: number;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "longtext";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description Somebody a mail goes to or comes from. */
        MailAddress: {
            address: string;
            name?: string;
        };
        /**
         * @description `reading`: connected and up to date with the server. `down`: see `stateMessage`; tried again by itself.
         * @enum {string}
         */
        MailboxState: "new" | "reading" | "down" | "off";
        /** @description A mailbox as people see it: without its address, which holds a password. */
        MailboxView: {
            active: boolean;
            id: string;
            name: string;
            state: components["schemas"]["MailboxState"];
            stateAt: string | null;
            stateMessage: string | null;
            stream: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        MailboxViewPage: {
            items: components["schemas"]["MailboxView"][];
            nextCursor: string | null;
        };
        /** @description What has become of a mail. */
        MailState: {
            id: string;
            /** @enum {string} */
            state: "queued" | "dismissed";
        };
        /** @description A letter that left, or is to leave. */
        MailView: {
            /** @description What the mail server said last. */
            answer: string | null;
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description What it is for, such as `receipt` or `reminder`. */
            kind: string;
            messageId: string;
            recipients: components["schemas"]["OutgoingRecipients"];
            sentAt: string | null;
            /** @enum {string} */
            state: "queued" | "sent" | "failed" | "dismissed";
            subject: string;
            text: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        MailViewPage: {
            items: components["schemas"]["MailView"][];
            nextCursor: string | null;
        };
        /** @enum {string} */
        MailWay: "now" | "digest" | "off";
        /** @description Body of `POST /api/service-accounts/{id}/tokens`. */
        MakeServiceTokenDto: {
            /** @description Days until it expires; 90 unless said otherwise. */
            days?: number;
            /** @description By which its owner knows it, e.g. "Export to accounting". */
            name: string;
            /** @description `read` alone lets nothing be changed; `scim` provisions people and groups and does nothing else. */
            scopes: components["schemas"]["TokenScope"][];
            /** @description Keys of streams: the token is good for their documents and for nothing besides; without it the rights of its owner count. */
            streams?: string[];
        };
        /** @description Body of `POST /api/me/tokens`. */
        MakeTokenDto: {
            /** @description Days until it expires; 90 unless said otherwise. */
            days?: number;
            /** @description By which its owner knows it, e.g. "Export to accounting". */
            name: string;
            /** @description `read` alone lets nothing be changed. */
            scopes: ("read" | "write")[];
            /** @description Keys of streams: the token is good for their documents and for nothing besides; without it the rights of its owner count. */
            streams?: string[];
        };
        /** @description A piece of a text: from `start` until before `end`, counted in UTF-16 units as JavaScript counts. */
        Mark: [
            number,
            number
        ];
        /** @description A text that was found, with the places of what was looked for. */
        MarkedText: {
            marks: components["schemas"]["Mark"][];
            text: string;
        };
        /** @description Body of `POST /api/notifications/read`: what was read. */
        MarkReadDto: {
            all?: boolean;
            /**
             * Format: uuid
             * @description All about this document.
             */
            document?: string;
            ids?: string[];
        };
        /** @description The field in which something was found; a part of it around the place. */
        MatchedField: {
            field: string;
            marks: components["schemas"]["Mark"][];
            /** @description Its name in the reader's language. */
            name: string;
            text: string;
        };
        /** @description Who is signed in: answer of `GET /api/me`. Names of units and posts are in the person's language. */
        Me: {
            email: string | null;
            id: string;
            language: components["schemas"]["Language"];
            login: string;
            name: string;
            posts: {
                id: string;
                key: string;
                name: string;
            }[];
            roles: string[];
            /** @description `actsFor`: the absent whom the person replaces now, in everything or in part. `absence`: the person's own, when it is an absence from everything, with who acts meanwhile. */
            substitutes: {
                absence: {
                    substitute: {
                        id: string;
                        login: string;
                        name: string;
                    } | null;
                    until: string;
                } | null;
                actsFor: {
                    id: string;
                    login: string;
                    name: string;
                }[];
            };
            units: {
                head: boolean;
                id: string;
                key: string;
                name: string;
            }[];
        };
        /** @enum {string} */
        MeasureKind: "count" | "sum" | "average" | "formula";
        MeasureView: {
            conditions: components["schemas"]["ReportCondition"][];
            /** @enum {string} */
            format: "number" | "percent" | "money";
            key: string;
            kind: components["schemas"]["MeasureKind"];
            name: components["schemas"]["LocalisedText"];
        };
        /** @description A call of the API that mends it. `body` is what to send, with empty places (an empty text, an empty object) for what only a person can say. */
        MendingCall: {
            body?: {
                [key: string]: unknown;
            };
            /** @description Of an empty place: what can stand there; absent where the name of the place says it. */
            choices?: {
                [key: string]: components["schemas"]["Choice"][];
            };
            label: string;
            /** @enum {string} */
            method: "POST" | "PATCH" | "DELETE";
            path: string;
        };
        /** @description Body of `PUT /api/views/order`. */
        MenuOrderDto: {
            /** @description Ids of views that are not wanted in the menu. */
            hidden: string[];
            /** @description Ids of views in their order; others follow as they are. */
            shown: string[];
            stream: string;
        };
        /** @description `POST /api/messages` */
        MessageDto: {
            /**
             * Format: uuid
             * @description The document that it is about; routes that it starts are for it.
             */
            document?: string;
            /** @description What the receiver is correlated by; anybody who waits for it, when not said. */
            key?: string | number | boolean;
            name: string;
            /** @description What those who receive it see as variables. */
            variables?: {
                [key: string]: unknown;
            };
        };
        /** @description A message between runs, and what became of it. Times are ISO 8601. */
        MessageView: {
            deliveredAt: string | null;
            document: string | null;
            expiresAt: string;
            id: string;
            key: unknown;
            name: string;
            /** @description The run that has had it. */
            run: string | null;
            sentAt: string;
            /** @enum {string} */
            state: "waiting" | "delivered" | "expired" | "dismissed";
        };
        /** @description What became of each run. */
        MigratedRuns: {
            from: number;
            migrated: components["schemas"]["NamedRun"][];
            /** @description There are more runs than one call takes. */
            more: boolean;
            refused: components["schemas"]["RefusedRun"][];
            to: number;
        };
        /** @description `POST /api/routes/{route}/migrations` and `…/migrations/preview` */
        MigrationDto: {
            /** @description The version that the runs are on. */
            from: number;
            /** @description Ids of elements now -> ids in the other version; others keep theirs. */
            mapping?: {
                [key: string]: unknown;
            };
            /** @description Only these runs; all of that version, when not said. */
            runs?: string[];
            /** @description The version that they are taken to; the current one, when not said. */
            to?: number;
        };
        /** @description What would become of one run. */
        MigrationPreview: {
            /** @description Where the run is, and where it would be. */
            active: {
                element: string;
                name: string;
                to: string;
            }[];
            migrates: boolean;
            problems: components["schemas"]["MigrationProblem"][];
        };
        /** @description Why a run cannot go over to another version of its route: at which element, a stable code, and a message for people. */
        MigrationProblem: {
            /** @enum {string} */
            code: "not-running" | "not-waiting" | "unknown-element" | "not-mapped" | "other-kind" | "other-scope" | "unknown-route" | "unknown-flow" | "not-a-join" | "join-complete" | "dead-join" | "two-results";
            /** @description Element of the version that the run is in. */
            element: string;
            message: string;
            name?: string;
        };
        /** @description What would become of each run. */
        MigrationsPreview: {
            from: number;
            items: {
                /** @description Where the run is, and where it would be. */
                active: {
                    element: string;
                    name: string;
                    to: string;
                }[];
                document: {
                    id: string;
                    number: string;
                    title: string;
                };
                migrates: boolean;
                problems: components["schemas"]["MigrationProblem"][];
                run: string;
            }[];
            /** @description There are more runs than one call takes. */
            more: boolean;
            to: number;
        };
        /** @description Money as it is stored. */
        Money: {
            /** @description Plain decimal text with at least the digits of the currency: `1234.50`. */
            amount: string;
            /** @description ISO 4217. */
            currency: string;
        };
        MoneyField: {
            /** @description The currencies allowed; any of ISO 4217 unless said. */
            currencies?: string[];
            /** @description ISO 4217; taken where the value names none. */
            currency?: string;
            /** @description Digits after the point that are allowed; those of the currency unless said. */
            decimals?: number;
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            /** @description Decimal text. */
            min?: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @description In a table: whether its sum stands below the column; it does unless said. */
            sum?: boolean;
            /** @constant */
            type: "money";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description `POST /api/runs/{id}/move`: from where it waits (element or instance) to an element beside it. From a join at which something waits in vain it may go on at the join itself. */
        MoveDto: {
            from: string;
            /** @description Instance of the sub-process with the join, where several are under way. */
            inside?: string;
            reason: string;
            to: string;
        };
        NamedPersonView: {
            id: string;
            login: string;
            name: string;
        };
        /** @description A run, and the document that it carries. */
        NamedRun: {
            document: {
                id: string;
                number: string;
                title: string;
            };
            run: string;
        };
        /** @description A token that was made; `token` is shown this once. */
        NewApiTokenView: {
            createdAt: string;
            expiresAt: string;
            id: string;
            /** @description Exact to five minutes. */
            lastUsedAt: string | null;
            lastUsedFrom: string | null;
            name: string;
            scopes: components["schemas"]["TokenScope"][];
            /** @description Keys of the streams that it is good for, and for nothing besides; null: no such limit. */
            streams: string[] | null;
            token: string;
        };
        /** @description An address that was made; it is shown this once. */
        NewCalendarFeedView: {
            url: string;
        };
        /** @description A comment that was just made. */
        NewComment: {
            author: components["schemas"]["PersonView"];
            createdAt: string;
            id: string;
            /** @description Who is named in it as `@login` and was told of it. */
            mentions: components["schemas"]["PersonView"][];
            notNotified: components["schemas"]["NotNotified"][];
            text: string;
        };
        /** @description The open assignment that is due first on the document or on a related one. */
        NextAction: {
            assignment: string;
            document: components["schemas"]["DocumentPointer"];
            dueAt: string | null;
            instruction: string;
            performer: components["schemas"]["PersonView"] | null;
        };
        /** @description There is something new under the bell, or something there has been read. */
        NotificationEvent: {
            /** @constant */
            type: "notification";
        };
        /** @description A page under the bell, the newest first. */
        NotificationPage: {
            items: components["schemas"]["NotificationView"][];
            nextCursor: string | null;
            unread: number;
        };
        /** @description Query of `GET /api/notifications`. */
        NotificationsQueryDto: {
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            limit?: number;
            /** @description Only what is unread. */
            unread?: boolean;
        };
        /** @description A notification as the API answers it: put into words in the reader's language when it is read. */
        NotificationView: {
            actor: components["schemas"]["PersonView"];
            /** @description The assignment that it is about. */
            assignment: string | null;
            /** @description How many of the kind it stands for, e.g. comments that came one after the other. */
            count: number;
            /** @description ISO 8601. */
            createdAt: string;
            document: {
                id: string;
                number: string;
                stream: string;
                title: string;
            };
            event: components["schemas"]["EventKey"];
            id: string;
            /** @description What kind of thing happened, e.g. `New assignment`. */
            label: string;
            readAt: string | null;
            text: string;
            title: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        NotificationViewPage: {
            items: components["schemas"]["NotificationView"][];
            nextCursor: string | null;
        };
        /** @description Somebody named in a comment who is not told of it. */
        NotNotified: {
            /** @description As it was written. */
            login: string;
            name: string | null;
            /** @enum {string} */
            reason: "unknown" | "may-not-see";
        };
        NumberField: {
            /** @description Digits after the point that are allowed. */
            decimals?: number;
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            max?: number;
            min?: number;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @description In a table: whether its sum stands below the column; it does unless said. */
            sum?: boolean;
            /** @constant */
            type: "number";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        NumberingDefinition: {
            /** @description See `numbering/number-pattern.ts`, e.g. `R-{year}-{counter:5}`. */
            pattern: string;
            /** @description When the counter starts anew. */
            period: components["schemas"]["NumberPeriod"];
            /** @description Streams with one register share one counter. */
            register: string;
        };
        /** @enum {string} */
        NumberPeriod: "year" | "month" | "never";
        /** @description What a performer may answer. */
        OutcomeDto: {
            key: string;
            label?: string;
            reasonRequired?: boolean;
        };
        OutgoingRecipients: {
            cc: components["schemas"]["MailAddress"][];
            to: components["schemas"]["MailAddress"][];
        };
        /** @description One of my sessions. `device` is in my language, e.g. "Firefox on Windows". */
        OwnSessionView: {
            address: string | null;
            /** @description E.g. "Firefox"; null where nothing is recognised. */
            browser: string | null;
            createdAt: string;
            /** @description The one of this very request. */
            current: boolean;
            /** @description Both in one, e.g. "Firefox on Windows". */
            device: string;
            expiresAt: string;
            id: string;
            /** @description Exact to five minutes. */
            lastSeenAt: string;
            method: components["schemas"]["SignInMethod"];
            /** @description E.g. "Windows". */
            system: string | null;
        };
        /** @description A page of a list. */
        PageQuery: {
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            /** @description Entries in the answer. */
            limit?: number;
        };
        /** @description A paper that can be generated for a document. */
        PaperChoice: {
            /** @description The one that it is in unless another is asked for. */
            language: components["schemas"]["Language"] | null;
            /** @description Languages that it can be had in. */
            languages: components["schemas"]["Language"][];
            /** @description Why it cannot be generated as things are; null where it can. */
            problem: string | null;
            template: string;
            /** @description What it is called for this document: "Contract K-2026-0001"; the key of the template where that cannot be told. */
            title: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        PaperChoicePage: {
            items: components["schemas"]["PaperChoice"][];
            nextCursor: string | null;
        };
        /** @description What `PublicKeyCredential.parseCreationOptionsFromJSON` takes. */
        PasskeyCreationOptions: components["schemas"]["PublicKeyCredentialCreationOptionsJSON"];
        /** @description Answer of `GET /api/me/passkeys`. */
        PasskeyListView: {
            items: components["schemas"]["PasskeyView"][];
            nextCursor: null;
        };
        /** @description What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. */
        PasskeyRequestOptions: components["schemas"]["PublicKeyCredentialRequestOptionsJSON"];
        /** @description Body of `POST /api/session/passkey`. */
        PasskeySignInDto: {
            /** @description What `navigator.credentials.get` answered, as JSON. */
            credential: components["schemas"]["AuthenticationResponseJSON"];
            /** @description Keep the session for 30 days instead of 12 hours after the last use. */
            remember?: boolean;
        };
        /** @description A passkey as its owner sees it. */
        PasskeyView: {
            /** @description Kept by a password manager or the like, so that it is there on other devices too. */
            backedUp: boolean;
            createdAt: string;
            id: string;
            lastUsedAt: string | null;
            name: string;
        };
        /** @description What the page of a link for a new password shows. */
        PasswordLinkView: {
            expiresAt: string;
            login: string;
            name: string;
            /** @enum {string} */
            purpose: "password-reset" | "invitation";
        };
        /** @description Somebody who headed a unit or held a post, and when. */
        PastPerson: {
            id: string;
            login: string;
            name: string;
            /** @description Null: for as long as the records go back. */
            since: string | null;
            /** @description Null: still. */
            until: string | null;
        };
        /** @description People who belong together across units. */
        PeopleGroupView: {
            id: string;
            key: string;
            /** @description The active ones, by name. */
            members: components["schemas"]["UnitMember"][];
            /** @description In the reader's language. */
            name: string;
            /** @description As it is stored: one text, or one per language. */
            names: components["schemas"]["LocalisedText"];
            /** @description Keys of the roles that its members hold. */
            roles: string[];
            /** @description For `If-Match`, as `"v3"`. */
            version: number;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        PeopleGroupViewPage: {
            items: components["schemas"]["PeopleGroupView"][];
            nextCursor: string | null;
        };
        /** @description What the change means for one person. */
        PersonChange: {
            /** @description Among the documents that were looked at; only what differs. */
            documents: components["schemas"]["ReachChange"][];
            /** @description Keys of fields, of documents that the person reads. */
            fields: {
                closed: string[];
                hidden: string[];
                opened: string[];
                shown: string[];
            };
            /** @description What the person could do in the stream and could not before, with whatever documents; and the other way round. */
            gained: components["schemas"]["Verb"][];
            lost: components["schemas"]["Verb"][];
            person: components["schemas"]["PersonView"];
        };
        /** @description A person as lists for choosing show one. */
        PersonChoice: {
            id: string;
            login: string;
            /** @description Whether the person may read the document that was asked about. */
            maySee?: boolean;
            name: string;
            /** @description Names of the posts held and of the units they are in, in the reader's language; null for a person without a post. */
            post: string | null;
            unit: string | null;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        PersonChoicePage: {
            items: components["schemas"]["PersonChoice"][];
            nextCursor: string | null;
        };
        PersonField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "person";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        PersonHit: {
            id: string;
            /** @constant */
            kind: "person";
            login: string;
            name: string;
            nameMarks: components["schemas"]["Mark"][];
            post: string | null;
            score: number;
            unit: string | null;
        };
        /** @description A person as expressions see one. */
        PersonValue: {
            id: string;
            login: string;
            name: string;
        };
        PersonView: {
            id: string;
            login: string;
            name: string;
        };
        PhoneField: {
            /** @description ISO 3166 countries tried in this order for numbers without an international prefix. */
            countries?: string[];
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "phone";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description A post with whoever holds it. */
        PostView: {
            holders: components["schemas"]["UnitMember"][];
            id: string;
            key: string;
            /** @description In the reader's language. */
            name: string;
            /** @description As it is stored: one text, or one per language. */
            names: components["schemas"]["LocalisedText"];
            /** @description Key of the unit. */
            unit: string;
            /** @description For `If-Match`, as `"v3"`; absent for a day of the past. */
            version?: number;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        PostViewPage: {
            items: components["schemas"]["PostView"][];
            nextCursor: string | null;
        };
        /** @description Body of what takes the password again. */
        PresentPasswordDto: {
            password: string;
        };
        /** @description Somebody who would be asked at once. */
        PreviewedStep: {
            candidates: components["schemas"]["PersonValue"][];
            dueAt: string | null;
            dueBecause: string | null;
            name: string;
            /** @description Null where several may take it, and where nobody was found. */
            performer: components["schemas"]["PersonValue"] | null;
        };
        /**
         * @description How a file is shown; `none`: it is offered to be saved, and `reason` says why it is not shown.
         * @enum {string}
         */
        PreviewKind: "pdf" | "image" | "page" | "letter" | "sheets" | "text" | "none";
        PreviewQuery: {
            /** @description A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached. */
            part?: string;
            /** @description The current one unless said. */
            version?: number;
        };
        /**
         * @description Why a file is not shown, or not all of it.
         * @enum {string}
         */
        PreviewReason: "unknown-type" | "too-large" | "too-slow" | "broken" | "locked";
        /** @description One thing that is wrong with what was sent: where (`path`, e.g. `fields.taxNumber` or `fields.items[2].price`), a stable `code` for programs, and a sentence for people that says what was expected. */
        Problem: {
            code: string;
            message: string;
            path: string;
        };
        /** @description An RFC 9457 problem document. */
        ProblemDocument: {
            detail: string;
            errors?: components["schemas"]["Problem"][];
            status: number;
            title: string;
            type: string;
        };
        /** @description Whether a person is known to the sign-in provider. */
        ProviderLinkView: {
            /** @description Address of the provider; null while nothing is linked, as the others. */
            issuer: string | null;
            linked: boolean;
            /** @description Whether the link can be taken away: there is another way to sign in. */
            removable: boolean;
            /** @description ISO 8601: the first sign-in by it, and the last. */
            since: string | null;
            usedAt: string | null;
        };
        /**
         * @description A variant of PublicKeyCredentialCreationOptions suitable for JSON transmission to the browser to (eventually) get passed into navigator.credentials.create(...) in the browser.
         *
         *     This should eventually get replaced with official TypeScript DOM types when WebAuthn L3 types eventually make it into the language:
         *
         *     https://w3c.github.io/webauthn/#dictdef-publickeycredentialcreationoptionsjson
         */
        PublicKeyCredentialCreationOptionsJSON: {
            attestation?: components["schemas"]["AttestationConveyancePreference"];
            attestationFormats?: components["schemas"]["AttestationFormat"][];
            authenticatorSelection?: components["schemas"]["AuthenticatorSelectionCriteria"];
            challenge: components["schemas"]["Base64URLString"];
            excludeCredentials?: components["schemas"]["PublicKeyCredentialDescriptorJSON"][];
            extensions?: components["schemas"]["AuthenticationExtensionsClientInputs"];
            hints?: components["schemas"]["PublicKeyCredentialHint"][];
            pubKeyCredParams: components["schemas"]["PublicKeyCredentialParameters"][];
            rp: components["schemas"]["PublicKeyCredentialRpEntity"];
            timeout?: number;
            user: components["schemas"]["PublicKeyCredentialUserEntityJSON"];
        };
        PublicKeyCredentialDescriptorJSON: {
            id: components["schemas"]["Base64URLString"];
            transports?: string[];
            type: string;
        };
        PublicKeyCredentialEntity: {
            name: string;
        };
        /**
         * @description Categories of authenticators that Relying Parties can pass along to browsers during registration. Browsers that understand these values can optimize their modal experience to start the user off in a particular registration flow:
         *
         *     - `hybrid`: A platform authenticator on a mobile device
         *     - `security-key`: A portable FIDO2 authenticator capable of being used on multiple devices via a USB or NFC connection
         *     - `client-device`: The device that WebAuthn is being called on. Typically synonymous with platform authenticators
         *
         *     See https://w3c.github.io/webauthn/#enumdef-publickeycredentialhint
         *
         *     These values are less strict than `authenticatorAttachment`
         * @enum {string}
         */
        PublicKeyCredentialHint: "hybrid" | "security-key" | "client-device";
        PublicKeyCredentialParameters: {
            alg: components["schemas"]["COSEAlgorithmIdentifier"];
            type: components["schemas"]["PublicKeyCredentialType"];
        };
        /** @description A variant of PublicKeyCredentialRequestOptions suitable for JSON transmission to the browser to (eventually) get passed into navigator.credentials.get(...) in the browser. */
        PublicKeyCredentialRequestOptionsJSON: {
            allowCredentials?: components["schemas"]["PublicKeyCredentialDescriptorJSON"][];
            challenge: components["schemas"]["Base64URLString"];
            extensions?: components["schemas"]["AuthenticationExtensionsClientInputs"];
            hints?: components["schemas"]["PublicKeyCredentialHint"][];
            rpId?: string;
            timeout?: number;
            userVerification?: components["schemas"]["UserVerificationRequirement"];
        };
        PublicKeyCredentialRpEntity: {
            id?: string;
            name: string;
        };
        /** @constant */
        PublicKeyCredentialType: "public-key";
        /** @description https://w3c.github.io/webauthn/#dictdef-publickeycredentialuserentityjson */
        PublicKeyCredentialUserEntityJSON: {
            displayName: string;
            id: string;
            name: string;
        };
        /** @description A version that was published, with what was found and did not stand in the way. */
        PublishedRoute: {
            hash: string;
            key: string;
            version: number;
            warnings: components["schemas"]["RouteProblemView"][];
        };
        /** @description What a browser needs to subscribe, and how many of mine have. */
        PushView: {
            /** @description Of the organisation (VAPID), base64url: `applicationServerKey`. */
            publicKey: string;
            subscriptions: number;
        };
        /** @description Push and letters wait during these hours, and all day on days without work where `daysOff` says so. */
        QuietHours: {
            daysOff: boolean;
            /** @description `HH:MM` of the person's clock; `from` after `to` is over midnight. */
            from: string;
            to: string;
        };
        /** @description When nothing is sent. */
        QuietHoursDto: {
            /** @description All day on days without work, too. */
            daysOff: boolean;
            /** @description `HH:MM` of the person's clock; after `to` it is over midnight. */
            from: string;
            to: string;
        };
        /** @description Documents with which somebody could do more, and less. */
        ReachChange: {
            gained: number;
            lost: number;
            /** @enum {string} */
            verb: "read" | "edit" | "delete" | "links";
        };
        /** @description `POST /api/assignments/{id}/refuse` */
        ReasonDto: {
            reason: string;
        };
        /** @description `POST /api/assignments/{id}/recall` */
        RecallDto: {
            reason?: string;
        };
        /** @description Ten codes, each good once in place of the app's; shown once. */
        RecoveryCodesView: {
            recoveryCodes: string[];
        };
        ReferenceField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @description The stream of the documents that may be held. */
            stream: string;
            /** @constant */
            type: "reference";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description A run that could not be taken to the other version, and why. */
        RefusedRun: {
            document: {
                id: string;
                number: string;
                title: string;
            };
            message: string;
            problems: components["schemas"]["Problem"][];
            run: string;
        };
        RegisterBoard: {
            /** @description In the order of the definition of the stream. */
            columns: components["schemas"]["BoardColumn"][];
        };
        /** @description Body of `POST /api/streams/{stream}/documents`. */
        RegisterDocumentDto: {
            /** @description Levels of access do not reach the document; as the stream says unless said. */
            confidential?: boolean;
            /** @description The card: values by field key. */
            fields: {
                [key: string]: unknown;
            };
            links?: components["schemas"]["LinkDto"][];
            /** @description Id or login of a person. */
            responsible?: string;
            /** @description The stream's initial status unless said. */
            status?: string;
            /** @description Id or key of a unit; that of the responsible person or of the author unless said. */
            unit?: string;
        };
        /** @description The register of a stream. */
        RegisterHit: {
            /** @constant */
            kind: "register";
            name: string;
            nameMarks: components["schemas"]["Mark"][];
            score: number;
            stream: string;
        };
        /** @description Query of the register of a stream. */
        RegisterListQuery: {
            /** @description Fields that are answered, by commas; all unless said. A page of a wide register is then a fraction of the size. */
            columns?: string;
            /**
             * @description `true`: the answer has `total`, or `totalAtLeast` where there are more than 10,000; `all`: always the `total`.
             * @enum {string}
             */
            count?: "true" | "false" | "all";
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description Entries in the answer. */
            limit?: number;
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description Documents to pass over after the cursor, or from the beginning. */
            skip?: number;
            /** @description `name`, `-plannedAt`, `status,-createdAt`. */
            sort?: string;
        };
        /** @description Which documents of a stream are meant, in which order. */
        RegisterOrderQuery: {
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description `name`, `-plannedAt`, `status,-createdAt`. */
            sort?: string;
        };
        /** @description Where one can enter a long list other than at its beginning. */
        RegisterPlaces: {
            /** @description The first leads to the page after `every` documents, the second to that after twice as many, and so on. */
            cursors: string[];
            /** @description Documents from one place to the next. */
            every: number;
            /** @description How many documents there are, all of them counted. */
            total: number;
        };
        /** @description Which documents of a stream are meant. */
        RegisterSelectionQuery: {
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
        };
        RegisterTally: {
            /** @description In the order of the definition of the stream; statuses without documents are there with 0. */
            statuses: components["schemas"]["StatusTally"][];
        };
        /** @description A view of a register as the API answers it. */
        RegisterView: {
            columns: components["schemas"]["ViewColumn"][];
            filter: components["schemas"]["ViewFilter"] | null;
            /** @description Not wanted in the menu by the reader. */
            hidden: boolean;
            /** @description A UUID, or `<stream>:<key>` for a view of the definition of the stream. */
            id: string;
            kind: components["schemas"]["ViewKind"];
            mayEdit: boolean;
            name: string;
            owner: components["schemas"]["PersonView"] | null;
            sharedWith: components["schemas"]["ViewAudience"] | null;
            sort: string | null;
            /**
             * @description `stream`: of the definition; nobody can change it here.
             * @enum {string}
             */
            source: "stream" | "mine" | "shared";
            stream: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        RegisterViewPage: {
            items: components["schemas"]["RegisterView"][];
            nextCursor: string | null;
        };
        /**
         * @description A slightly-modified RegistrationCredential to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.
         *
         *     https://w3c.github.io/webauthn/#dictdef-registrationresponsejson
         */
        RegistrationResponseJSON: {
            authenticatorAttachment?: components["schemas"]["AuthenticatorAttachment"];
            clientExtensionResults: components["schemas"]["AuthenticationExtensionsClientOutputs"];
            id: components["schemas"]["Base64URLString"];
            rawId: components["schemas"]["Base64URLString"];
            response: components["schemas"]["AuthenticatorAttestationResponseJSON"];
            type: components["schemas"]["PublicKeyCredentialType"];
        };
        /** @description A document that refers to another one, or that it refers to. */
        RelatedDocument: {
            amount: components["schemas"]["Money"] | null;
            /** @description ISO 8601, UTC. */
            createdAt: string;
            /**
             * @description `from`: it refers to the document asked about; `to`: it is referred to.
             * @enum {string}
             */
            direction: "from" | "to";
            id: string;
            /** @description Kind of the link: `field:client` for the reference field `client`, of whichever of the two documents. */
            kind: string;
            number: string;
            responsible: components["schemas"]["PersonView"] | null;
            status: string;
            stream: string;
            title: string;
        };
        /** @description Everything around a document on one page. */
        RelatedDocuments: {
            /** @description The newest files of the document and of related ones, at most `limit`. */
            files: components["schemas"]["RelatedFile"][];
            /** @description In the order of the definitions of streams: those named by its relations first. */
            groups: components["schemas"]["RelatedGroup"][];
            lastContact: components["schemas"]["LastContact"] | null;
            /** @description The newest letters that left about the document and related ones, at most `limit`. */
            letters: components["schemas"]["RelatedLetter"][];
            nextAction: components["schemas"]["NextAction"] | null;
        };
        RelatedFile: {
            createdAt: string;
            document: components["schemas"]["DocumentPointer"];
            id: string;
            name: string;
            /** @description Bytes. */
            size: number;
            type: string;
            version: number;
        };
        /** @description Related documents of one stream, the newest first. */
        RelatedGroup: {
            /** @description How many the reader may see. */
            count: number;
            items: components["schemas"]["RelatedDocument"][];
            /** @description Name of the register in the reader's language. */
            name: string;
            stream: string;
        };
        /** @description A letter that left, or is to leave, about a document or a related one. */
        RelatedLetter: {
            /** @description When it was sent, or written while it was not; ISO 8601. */
            at: string;
            document: components["schemas"]["DocumentPointer"];
            id: string;
            /** @enum {string} */
            state: "queued" | "sent" | "failed" | "dismissed";
            subject: string;
            /** @description Addresses that it goes to. */
            to: string[];
        };
        /** @description Query of what is around a document. */
        RelatedQueryDto: {
            /** @description Documents of each stream, and files; 10 unless said. */
            limit?: number;
        };
        /** @description Documents of another stream shown on this document's page: those whose `field` refers to it. */
        RelationDefinition: {
            field: string;
            name: components["schemas"]["LocalisedText"];
            stream: string;
        };
        /** @description Body of `PATCH /api/me/passkeys/{id}`. */
        RenamePasskeyDto: {
            name: string;
        };
        /** @description A condition as registers take it, with what its value is called. */
        ReportCondition: {
            field: string;
            label?: string;
            op: string;
            value?: unknown;
        };
        ReportEntries: {
            items: components["schemas"]["ReportEntry"][];
        };
        /** @description A report in the menu. */
        ReportEntry: {
            about: components["schemas"]["LocalisedText"] | null;
            key: string;
            name: components["schemas"]["LocalisedText"];
            solution: string;
            source: string;
        };
        ReportPeriod: {
            field: string;
            /** @description Days, both included; null for no bound. */
            from: string | null;
            to: string | null;
        };
        /** @description Query of a report. */
        ReportQueryDto: {
            /** @description What the rows are grouped by: one of the dimensions of the report. */
            by?: string;
            /** @description The first day of the period; empty for no bound. The period of the definition where neither day is said. */
            from?: string;
            /** @description The last day of the period; empty for no bound. */
            to?: string;
        };
        ReportRow: {
            conditions: components["schemas"]["ReportCondition"][];
            /** @description One for each measure. */
            figures: components["schemas"]["Figure"][];
            /** @description Null for what has no value. */
            key: string | null;
            /** @description What people call it; null where there is no value, or its name may not be seen. */
            label: string | null;
            /** @description The first measure, for each value of the split. */
            split: components["schemas"]["Figure"][];
            tone: string | null;
        };
        /** @description A report with its figures. */
        ReportTable: {
            about: components["schemas"]["LocalisedText"] | null;
            /** @description The key of the dimension that the rows are grouped by. */
            by: string;
            /** @description What everything counted fulfils: the filter of the report and the period. */
            conditions: components["schemas"]["ReportCondition"][];
            /** @description What one may group by. */
            dimensions: components["schemas"]["DimensionView"][];
            key: string;
            measures: components["schemas"]["MeasureView"][];
            /** @description Groups beyond those that are answered. */
            more: number;
            name: components["schemas"]["LocalisedText"];
            period: components["schemas"]["ReportPeriod"] | null;
            rows: components["schemas"]["ReportRow"][];
            /** @description Key of a stream, or `assignments`. */
            source: string;
            split: {
                key: string;
                name: components["schemas"]["LocalisedText"];
                values: components["schemas"]["GroupView"][];
            } | null;
            totals: {
                figures: components["schemas"]["Figure"][];
                split: components["schemas"]["Figure"][];
            };
        };
        /** @description Body of `POST /api/password-reset`. */
        ResetPasswordDto: {
            /** @description A login or an e-mail address. */
            login: string;
        };
        /** @enum {string} */
        ResidentKeyRequirement: "discouraged" | "preferred" | "required";
        /** @description Body of `POST /api/documents/{id}/restore`. */
        RestoreDocumentDto: {
            /** @description Keys of the fields; all that were changed since unless said. */
            fields?: string[];
            /** @description The version whose values come back. */
            version: number;
        };
        /** @description Something may have been missed: read again what is shown. */
        ResyncEvent: {
            /** @constant */
            type: "resync";
        };
        /** @description Body of `PUT /api/audit/retention`. */
        RetentionDto: {
            /** @description Kinds that are not named are kept for ever. */
            rules: components["schemas"]["RetentionRuleDto"][];
        };
        /** @description How many years entries of a kind are kept. */
        RetentionRule: {
            kind: string;
            years: number;
        };
        /** @description How long entries of a kind are kept. */
        RetentionRuleDto: {
            /** @description What verbs begin with, e.g. `session`. */
            kind: string;
            years: number;
        };
        RetentionRules: {
            /** @description Kinds that are not named are kept for ever. */
            rules: components["schemas"]["RetentionRule"][];
        };
        /** @description A job that is tried again. */
        RetriedJob: {
            id: string;
            job: string;
        };
        /** @description `POST /api/incidents/{id}/retry` */
        RetryDto: {
            variables?: {
                [key: string]: unknown;
            };
        };
        /** @description `POST /api/assignments/{id}/return` */
        ReturnDto: {
            /** @description `version` of its document. */
            documentVersion?: number;
            reason: string;
            /** @description `version` of the assignment. */
            version?: number;
        };
        /** @description Body of `PUT /api/roles/{key}`. */
        RoleDto: {
            name: components["schemas"]["LocalisedText"];
        };
        /** @description A named set of rights; what it may do is said by each stream. */
        RoleView: {
            key: string;
            /** @description In the reader's language. */
            name: string;
            /** @description As it is stored: one text, or one per language. */
            names: components["schemas"]["LocalisedText"];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        RoleViewPage: {
            items: components["schemas"]["RoleView"][];
            nextCursor: string | null;
        };
        /** @description What a check of a route has found. */
        RouteCheck: {
            problems: components["schemas"]["RouteProblemView"][];
            scenarios: {
                passed: number;
            };
            sound: boolean;
        };
        RouteHit: {
            key: string;
            /** @constant */
            kind: "route";
            name: string;
            nameMarks: components["schemas"]["Mark"][];
            score: number;
        };
        /** @description Something that a check of a route has found. */
        RouteProblemView: {
            code: string;
            element: string | null;
            line: number | null;
            message: string;
            name: string | null;
            severity: string;
        };
        /** @description `GET /api/routes/{route}` */
        RouteVersionDto: {
            /** @description Absent: the version in force. */
            version?: number;
        };
        /** @description A published route as lists show it. */
        RouteView: {
            /** @description People may send a document along it. */
            byHand: boolean;
            hash: string;
            key: string;
            name: string;
            /** @description What a second start for a document does. */
            runs: components["schemas"]["RunPolicy"];
            /** @description How many scenarios lie beside it. */
            scenarios: number;
            /** @description What begins it beside people, rules and other routes. */
            starts: components["schemas"]["StartView"][];
            /** @description The stream that it is for; null for any. */
            stream: string | null;
            /** @description What people may give when they start it, with the FEEL expression that holds otherwise. */
            variables: {
                default: string;
                name: string;
            }[];
            version: number;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        RouteViewPage: {
            items: components["schemas"]["RouteView"][];
            nextCursor: string | null;
        };
        /** @description A role that a rule may name. */
        RuleRoleView: {
            key: string;
            /** @description In the reader's language. */
            name: string;
            /** @description How many people hold it now. */
            people: number;
        };
        /** @description Who gains and who loses what by other rules. */
        RulesPreview: {
            changes: components["schemas"]["PersonChange"][];
            /** @description Of how many of them it was counted, and is told below, those who lose first. */
            counted: number;
            /** @description How many documents were looked at, the newest ones, and how many the stream has. */
            documents: {
                all: number;
                looked: number;
            };
            /** @description How many people it would concern. */
            people: number;
        };
        /** @description What has become of one element of the drawing. Times are ISO 8601. */
        RunElementView: {
            element: string;
            name: string;
            /** @description Of a task that is done. */
            outcome?: string;
            /** @description Who has it or may take it; of a task that is done, who did it last. */
            people: components["schemas"]["PersonValue"][];
            /** @description Key of the called route that has it; absent for the main one. */
            route?: string;
            since: string;
            /** @enum {string} */
            state: "active" | "done" | "incident" | "cancelled";
            /** @description How often it has been completed. */
            times: number;
            until?: string;
        };
        /** @description What the run cannot go on from by itself. */
        RunIncidentView: {
            element: string;
            id: string;
            instance: string;
            message: string;
            /** @description Key of the called route that has the element; absent for the main one. */
            route?: string;
            since: string;
        };
        /**
         * @description What starting a route does while a run of it goes on for the same document.
         * @enum {string}
         */
        RunPolicy: "refuse" | "queue" | "parallel" | "replace";
        /** @description A run as lists show it. */
        RunSummary: {
            document: {
                id: string;
                number: string;
                stream: string;
                title: string;
            };
            finishedAt: string | null;
            id: string;
            route: string;
            routeVersion: number;
            startedAt: string;
            state: string;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        RunSummaryPage: {
            items: components["schemas"]["RunSummary"][];
            nextCursor: string | null;
        };
        /** @description One run in full (api.md). */
        RunView: {
            active: {
                assignments: components["schemas"]["AssignmentView"][];
                element: string;
                instance: string;
                name: string;
                since: string;
            }[];
            /** @description Versions of the routes that it calls, by key. */
            calledVersions: {
                [key: string]: number;
            };
            /** @description Tasks of ad-hoc sub-processes that can be issued now. */
            discretionary: {
                element: string;
                name: string;
            }[];
            document: {
                id: string;
                number: string;
                stream: string;
                title: string;
            };
            /** @description What a drawing of the route shows: of the main one, and of those that it calls. */
            elements: components["schemas"]["RunElementView"][];
            finishedAt: string | null;
            flows: components["schemas"]["TakenFlow"][];
            id: string;
            incidents: components["schemas"]["RunIncidentView"][];
            /** @description Where it may go from here: the nearest steps that people are asked at, or its end. Empty when it has ended. */
            next: components["schemas"]["LikelyStep"][];
            route: string;
            routeVersion: number;
            startedAt: string;
            state: string;
            timers: {
                dueAt: string;
                element: string;
                timer: string;
            }[];
            trail: components["schemas"]["TrailEntry"][];
            variables: {
                [key: string]: unknown;
            };
        };
        /** @description Body of `POST /api/mailboxes`. */
        SaveMailboxDto: {
            /** @description `imaps://user:password@host/INBOX?stream=requests`; kept encrypted, never answered. */
            url: string;
        };
        /** @enum {string} */
        Scope: "own" | "group" | "unit" | "department" | "company";
        /** @description The groups in which something was found, the one with the best hit first. */
        SearchAnswer: {
            groups: components["schemas"]["SearchGroup"][];
        };
        /** @description What was found of one kind: documents of one stream, people, registers or routes. The best hit is the first. */
        SearchGroup: {
            items: components["schemas"]["SearchHit"][];
            /** @description The key of a stream, or `people`, `registers`, `routes`. */
            key: string;
            /** @enum {string} */
            kind: "document" | "person" | "register" | "route";
            /** @description There are more than those answered. */
            more: boolean;
            /** @description The name of the stream in the reader's language; null for the other kinds, which the screen names. */
            name: string | null;
        };
        SearchHit: components["schemas"]["DocumentHit"] | components["schemas"]["PersonHit"] | components["schemas"]["RegisterHit"] | components["schemas"]["RouteHit"];
        /** @description `GET /api/search` */
        SearchQueryDto: {
            /** @description Hits of each group; 5 unless said. */
            limit?: number;
            /** @description Numbers, parts of words, telephone and tax numbers however they are written. */
            q?: string;
            /** @description Only documents, and only of these streams: `clients,contracts`. */
            streams?: string;
        };
        /** @description Whether a person has a second factor. */
        SecondFactorView: {
            active: boolean;
            /** @description It was set up, and waits for a first code. */
            pending: boolean;
            recoveryCodesLeft: number;
            /** @description Since when; null while it is not active. */
            since: string | null;
        };
        /** @description What became of what was sent: a message waits until a run has had it, a signal is sent once. */
        SentView: {
            id: string;
            /** @enum {string} */
            state: "waiting" | "sent";
        };
        /** @description An account of a program. */
        ServiceAccountView: {
            active: boolean;
            id: string;
            login: string;
            name: string;
            roles: string[];
            tokens: components["schemas"]["ApiTokenView"][];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        ServiceAccountViewPage: {
            items: components["schemas"]["ServiceAccountView"][];
            nextCursor: string | null;
        };
        /** @description Answer of `GET /api/me/sessions`. */
        SessionListView: {
            items: components["schemas"]["OwnSessionView"][];
            nextCursor: null;
        };
        /** @description A session that has begun. */
        SessionView: {
            /** @description ISO 8601. */
            expiresAt: string;
            person: {
                id: string;
                login: string;
                name: string;
            };
            /** @description For programs, as `Authorization: Bearer`; browsers have it in their cookie. */
            token: string;
        };
        /** @description What a person is told of, and how: complete, with the names of the events. */
        SettingsView: {
            digestAt: string;
            /** @description The zone by which quiet hours and the daily letter go. */
            effectiveTimeZone: string;
            events: {
                bell: boolean;
                event: components["schemas"]["EventKey"];
                mail: components["schemas"]["MailWay"];
                name: string;
                push: boolean;
            }[];
            holdWhileAbsent: boolean;
            overview: boolean;
            quietHours: components["schemas"]["QuietHours"] | null;
            /** @description Whether push and letters are held back at this moment. */
            quietNow: boolean;
            showContent: boolean;
            /** @description What was chosen; null for that of the working calendar. */
            timeZone: string | null;
        };
        /** @description A unit or a group that a document is shared with. */
        SharedBody: {
            id: string;
            key: string;
            name: string;
        };
        /** @description Body of `POST /api/documents/{id}/shares`. */
        ShareDto: {
            /** @description Id or key of a group: everybody in it. */
            group?: string;
            /** @description `read` unless said; `edit` lets the person change and link it too. */
            level?: components["schemas"]["ShareLevel"];
            /** @description Id or login of a person. Exactly one of `person`, `unit` and `group` is named. */
            person?: string;
            /** @description Id or key of a unit: everybody in it and in the units below it. */
            unit?: string;
            /**
             * Format: date-time
             * @description When it ends, ISO 8601; until it is taken back unless said.
             */
            until?: string | null;
        };
        /** @description With whom a view is shared. */
        SharedWithDto: {
            /** @description Id or key of the unit, key of the role. */
            key?: string | null;
            kind: components["schemas"]["Audience"];
        };
        /** @enum {string} */
        ShareHolderKind: "person" | "unit" | "group";
        /** @enum {string} */
        ShareLevel: "read" | "edit";
        /** @description A document shared with somebody by name: with one person, unit or group. */
        ShareView: {
            createdAt: string;
            createdBy: components["schemas"]["PersonView"];
            /** @description Everybody of the group; null for other shares. */
            group: components["schemas"]["SharedBody"] | null;
            id: string;
            /** @description `read`, or `edit`: read, change and link. */
            level: components["schemas"]["ShareLevel"];
            /** @description Its end has passed, so that it gives nothing any more. */
            over: boolean;
            /** @description Null for a share of a unit or group. */
            person: components["schemas"]["PersonView"] | null;
            /** @description Everybody of the unit and of the units below it; null for other shares. */
            unit: components["schemas"]["SharedBody"] | null;
            /** @description ISO 8601; null: until it is taken back. */
            until: string | null;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        ShareViewPage: {
            items: components["schemas"]["ShareView"][];
            nextCursor: string | null;
        };
        /** @description Text as a cell shows it; `number` stands on the right. */
        SheetCell: {
            bold?: boolean;
            number?: boolean;
            text: string;
        };
        /** @description The first rows of a sheet, as its cells show them. */
        SheetPreview: {
            name: string;
            rows: components["schemas"]["SheetCell"][][];
            /** @description True when the sheet has more rows or columns. */
            truncated: boolean;
        };
        /** @description `POST /api/signals` */
        SignalDto: {
            /**
             * Format: uuid
             * @description The document that it is about; routes that it starts are for it.
             */
            document?: string;
            name: string;
            /** @description What those who receive it see as variables. */
            variables?: {
                [key: string]: unknown;
            };
        };
        /** @description Body of `POST /api/session`. */
        SignInDto: {
            /** @description The code of the authenticator app, or a recovery code, for a person who has a second factor. */
            code?: string;
            login: string;
            password: string;
            /** @description Keep the session for 30 days instead of 12 hours after the last use. */
            remember?: boolean;
        };
        /**
         * @description By what a person showed who it is.
         * @enum {string}
         */
        SignInMethod: "password" | "password+code" | "password+recovery-code" | "passkey" | "provider" | "link";
        SimilarDocument: {
            /** @description ISO 8601, UTC. */
            createdAt: string;
            id: string;
            number: string;
            /** @description The weightiest first. */
            reasons: components["schemas"]["SimilarityReason"][];
            responsible: components["schemas"]["PersonView"] | null;
            status: string;
            stream: string;
            title: string;
        };
        SimilarDocuments: {
            /** @description So many more have the same tax number, telephone or e-mail, but may not be seen by the asker. */
            hidden: number;
            /** @description The likeliest first, at most ten. */
            items: components["schemas"]["SimilarDocument"][];
        };
        /** @description Body of `POST /api/streams/{stream}/similar`. */
        SimilarDto: {
            /**
             * Format: uuid
             * @description The document itself, when it is there already.
             */
            except?: string;
            /** @description The card as far as it is filled in. */
            fields: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        SimilarityCode: "same-tax-number" | "same-phone" | "same-email" | "similar-name" | "same-text";
        /** @description Why a document is likely to be the same one. */
        SimilarityReason: {
            code: components["schemas"]["SimilarityCode"];
            /** @description The field of what is being entered. */
            field: string;
            /** @description What the found document holds, as people read it. */
            text: string;
        };
        /** @description `POST /api/assignments/{id}/skip` */
        SkipDto: {
            reason?: string;
        };
        /** @description What a start would come to, as far as that is known before. */
        StartPreview: {
            asked: components["schemas"]["PreviewedStep"][];
            /** @description Where it may go from there. */
            next: components["schemas"]["LikelyStep"][];
            /** @description `running`, `queued` behind another run, or `completed` at once. */
            state: string;
            /** @description What would stand in the way: nobody to be found for a step, a faulty expression. */
            stuck: {
                message: string;
                name: string;
            }[];
        };
        /** @description `POST /api/documents/{id}/runs` */
        StartRunDto: {
            route: string;
            variables?: {
                [key: string]: unknown;
            };
        };
        /** @description A start event: `when` is the name of a message or signal, the condition, or the time. */
        StartView: {
            element: string;
            name: string | null;
            /** @enum {string} */
            type: "none" | "message" | "signal" | "timer" | "conditional";
            when: string | null;
        };
        StatusDefinition: {
            /** @description Nothing more is expected of the document. */
            final?: boolean;
            key: string;
            name: components["schemas"]["LocalisedText"];
            /**
             * @description The status colour on screen.
             * @enum {string}
             */
            tone?: "neutral" | "active" | "waiting" | "good" | "bad";
        };
        /** @description A sum of a field: of money in one currency, or of plain numbers (`currency` is null). */
        StatusSum: {
            /** @description Decimal text. */
            amount: string;
            currency: string | null;
        };
        StatusTally: {
            count: number;
            status: string;
            /** @description One for each currency that occurs; empty unless a field to sum was named. */
            sums: components["schemas"]["StatusSum"][];
        };
        /** @description The same for people. */
        StepAccess: {
            assignment: string;
            /** @description Sentences; none where the step says nothing about fields. */
            because: string[];
            fields: {
                /** @description May be changed with the decision, whatever other rights say. */
                editable: string[];
                /** @description Not shown at the step, which makes no secret of them. */
                hidden: string[];
                /** @description Of these, what must be filled in. */
                required: string[];
            };
            name: string;
        };
        /** @description A step of a route that a person has, and what it says about fields (keys). */
        StepOfRoute: {
            assignment: string;
            fields: {
                /** @description May be changed with the decision, whatever other rights say. */
                editable: string[];
                /** @description Not shown at the step, which makes no secret of them. */
                hidden: string[];
                /** @description Of these, what must be filled in. */
                required: string[];
            };
            name: string;
        };
        /** @description What one person may do in one stream. */
        StreamAccess: {
            /** @description How many documents the person reads, those opened by name included; told where one person was asked about. */
            documents: number | null;
            person: components["schemas"]["PersonView"];
            /** @description The rules by which the person reads, the widest first; empty where only what was opened by name is read. */
            rules: components["schemas"]["AccessRule"][];
            stream: string;
            verbs: components["schemas"]["Verb"][];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        StreamAccessPage: {
            items: components["schemas"]["StreamAccess"][];
            nextCursor: string | null;
        };
        /** @description A stream as the API answers it: what a screen needs to show registers and cards. */
        StreamView: {
            /** @description Absent: documents of the stream stand in no calendar. */
            calendar?: components["schemas"]["CalendarDefinition"];
            /** @description For administrators only. */
            configuration?: {
                access: components["schemas"]["AccessGrant"][];
                autoprocessing: components["schemas"]["AutoprocessingRule"][];
                letters: components["schemas"]["LettersDefinition"];
                linking: components["schemas"]["LinkingRule"][];
                numbering: components["schemas"]["NumberingDefinition"];
            };
            /** @description The name of one document: "Request". */
            document: components["schemas"]["LocalisedText"];
            fields: components["schemas"]["FieldDefinition"][];
            forms: components["schemas"]["FormDefinition"][];
            icon?: string;
            /** @description Key of the status of a newly registered document. */
            initial: string;
            /** @description Unique in the installation; used in addresses and in SQL literals, so small letters, digits and hyphens only. */
            key: string;
            /** @description Keys of the fields that the asker sees and may not fill in. */
            locked: string[];
            /** @description What the asker may do with at least some documents of the stream. */
            may: components["schemas"]["AccessVerb"][];
            /** @description The name of the register: "Requests". */
            name: components["schemas"]["LocalisedText"];
            relations: components["schemas"]["RelationDefinition"][];
            /** @description The folder of the file: `sales`. */
            solution: string;
            statuses: components["schemas"]["StatusDefinition"][];
            /** @description Text with `{field}` holes; `{choice}` shows the label in English. */
            title: string;
            version: number;
            views: components["schemas"]["ViewDefinition"][];
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        StreamViewPage: {
            items: components["schemas"]["StreamView"][];
            nextCursor: string | null;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        stringPage: {
            items: string[];
            nextCursor: string | null;
        };
        /** @description `POST /api/me/push/subscriptions`: what `PushSubscription.toJSON()` answers in a browser. */
        SubscribeDto: {
            endpoint: string;
            /** @description As browsers name them: 65 bytes of a point on P-256, 16 bytes of a secret, in base64url. */
            keys: {
                auth: string;
                p256dh: string;
            };
        };
        SubstitutionListView: {
            items: components["schemas"]["SubstitutionView"][];
            nextCursor: string | null;
        };
        /** @description `GET /api/substitutions` */
        SubstitutionsQueryDto: {
            /** @description `true`: those in force now; `false`: those that have ended or have not begun. */
            active?: boolean;
            /** Format: uuid */
            cursor?: string;
            limit?: number;
            /** @description Id or login of the absent or the substitute. */
            person?: string;
        };
        /** @description A substitution as the API answers it. */
        SubstitutionView: {
            absent: components["schemas"]["NamedPersonView"];
            createdAt: string | null;
            createdBy: components["schemas"]["NamedPersonView"] | null;
            endsAt: string;
            id: string;
            maxAmount: components["schemas"]["SumDto"] | null;
            reason: string | null;
            startsAt: string;
            /** @enum {string} */
            state: "planned" | "running" | "ended";
            streams: string[] | null;
            /** @description Null: nobody acts meanwhile. */
            substitute: components["schemas"]["NamedPersonView"] | null;
        };
        /** @description Something that is allowed, and probably not what was meant. */
        SubstitutionWarning: {
            /** @example nobody-present */
            code: string;
            message: string;
        };
        /** @description An amount of money: plain decimal text and the currency's code of ISO 4217. */
        Sum: {
            amount: string;
            currency: string;
        };
        /** @description An amount of money as the API takes it. */
        SumDto: {
            /** @example 10000.00 */
            amount: string;
            /** @description ISO 4217. */
            currency: string;
        };
        /** @description `POST /api/assignments/{id}/suspend` */
        SuspendDto: {
            reason?: string;
            /**
             * Format: date-time
             * @description ISO 8601: it comes back by itself then.
             */
            until?: string;
        };
        TableField: {
            columns: components["schemas"]["ColumnDefinition"][];
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            /** @description 500 unless said. */
            maxRows?: number;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "table";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description A flow that was taken, and how often. */
        TakenFlow: {
            flow: string;
            route?: string;
            times: number;
        };
        /** @description Query of the numbers of documents by status. */
        TallyQuery: {
            /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
            filter?: string;
            /** @description Parts of words of number, title or any text on the card. */
            q?: string;
            /** @description Key of a field of money or numbers to be summed. */
            sum?: string;
        };
        TaxNumberField: {
            /** @description Countries whose numbers are taken: LT, PL, RU; all of them unless said. */
            countries?: string[];
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "taxNumber";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        TextField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            /** @description Characters; 10,000 unless said, 500 for a field that is filterable, sortable or unique. */
            maxLength?: number;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "text";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @description The beginning of a text. */
        TextPreview: {
            /** @description As it was read, by the name of the WHATWG Encoding Standard. */
            encoding: string;
            text: string;
            /** @description True when the file goes on. */
            truncated: boolean;
        };
        /** @enum {string} */
        TokenScope: "read" | "write" | "scim";
        /** @description `POST /api/assignments/{id}/delegate` and `forward`: a person's id or login. */
        ToPersonDto: {
            to: string;
        };
        TrailEntry: {
            at: number;
            detail?: string;
            /** @description Element id; for `taken` the flow's. */
            element: string;
            /** @enum {string} */
            event: "entered" | "completed" | "taken" | "cancelled" | "compensated" | "incident" | "resolved" | "moved" | "reopened" | "confirmed" | "restored" | "variables" | "finished";
            instance?: string;
            name?: string;
            /** @description Of `restored`: entries before this one name these elements and flows of the main route by the ids that they had then. */
            renamed?: {
                [key: string]: string;
            };
            route?: string;
        };
        /** @description What closing a unit would concern. */
        UnitClosing: {
            /** @description Assignments on them that are not done, which stay with whom they are. */
            assignments: number;
            /** @description Names of open units below it, in the reader's language; while there are any, it cannot be closed. */
            below: string[];
            /** @description Documents of the unit, which stay; open ones go to attention. */
            documents: number;
            /** @description People who hold its posts or head it. */
            people: number;
            posts: {
                holders: number;
                key: string;
                name: string;
            }[];
        };
        /** @description Somebody of a unit. */
        UnitMember: {
            id: string;
            login: string;
            name: string;
        };
        /** @description Who headed a unit and held its posts, the latest first. */
        UnitPast: {
            heads: components["schemas"]["PastPerson"][];
            posts: {
                holders: components["schemas"]["PastPerson"][];
                key: string;
            }[];
        };
        Units: {
            items: components["schemas"]["UnitWithPeople"][];
        };
        /** @description Query of `GET /api/units`. */
        UnitsListDto: {
            /** @description Those that are closed as well. */
            closed?: boolean;
            /** @description A day: the organisation as it was at the end of it. Absent: as it is. */
            on?: string;
        };
        /** @description Query of `GET /api/units`. */
        UnitsQueryDto: {
            /** @description A day: the organisation as it was at the end of it. Absent: as it is. */
            on?: string;
        };
        UnitView: {
            id: string;
            name: string;
        };
        /** @description A part of the organisation, with the people who work in it. */
        UnitWithPeople: {
            /** @description Key of its own working calendar. */
            calendar: string | null;
            /** @description ISO 8601: since when it is closed; null for one that is open. */
            closedAt: string | null;
            head: components["schemas"]["UnitMember"] | null;
            id: string;
            key: string;
            /** @description Those of the unit itself, by name. */
            members: components["schemas"]["UnitMember"][];
            /** @description In the reader's language. */
            name: string;
            /** @description As it is stored: one text, or one per language. */
            names: components["schemas"]["LocalisedText"];
            /** @description Id of the unit above. */
            parent: string | null;
            posts: components["schemas"]["PostView"][];
            /** @description For `If-Match`, as `"v3"`; absent for a day of the past. */
            version?: number;
        };
        /** @description How much is unread; counted up to 100, which stands for "100 or more". */
        UnreadCount: {
            unread: number;
        };
        /** @description `POST /api/me/push/unsubscribe` */
        UnsubscribeDto: {
            endpoint: string;
        };
        UrlField: {
            /** @description Taken at registration where nothing is given. */
            default?: unknown;
            /** @description Only holders of one of these roles fill it in or change it; everybody who may change the document unless said. */
            editRoles?: string[];
            /** @description Can be filtered by, fast. */
            filterable?: boolean;
            /** @description Fields with one group are shown together under its name. */
            group?: components["schemas"]["LocalisedText"];
            help?: components["schemas"]["LocalisedText"];
            /** @description Letters and digits, small letter first; unique within the card. */
            key: string;
            name: components["schemas"]["LocalisedText"];
            required?: boolean;
            /** @description FEEL over the card and the `status` of the document: the field must be filled while it is true. */
            requiredWhen?: string;
            /** @description Any part of it can be searched for, fast. */
            searchable?: boolean;
            /** @description Can be sorted by, fast. */
            sortable?: boolean;
            /** @constant */
            type: "url";
            /** @description No two documents of the stream hold the same value. */
            unique?: boolean;
            /** @description Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said. */
            viewRoles?: string[];
            /** @description FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it. */
            visibleWhen?: string;
        };
        /** @enum {string} */
        UserVerificationRequirement: "discouraged" | "preferred" | "required";
        /** @description `PATCH /api/runs/{id}/variables` */
        VariablesDto: {
            /** @description Instance of an element; absent: the run as a whole. */
            instance?: string;
            reason: string;
            variables: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        Verb: "read" | "register" | "edit" | "delete" | "links";
        /** @description Who has a view in the menu besides its owner. */
        ViewAudience: {
            /** @description Id of the unit or key of the role; null for everybody. */
            key: string | null;
            /** @enum {string} */
            kind: "unit" | "role" | "all";
            /** @description Name of the unit in the reader's language; null otherwise. */
            name: string | null;
        };
        ViewColumn: {
            /** @description Key of a field or of a document column. */
            field: string;
            /** @description Pixels; the screen chooses unless said. */
            width?: number;
        };
        /** @description A column of a view. */
        ViewColumnDto: {
            /** @description Key of a field, or `number title status responsible unit createdAt updatedAt flagged`. */
            field: string;
            /** @description Pixels. */
            width?: number;
        };
        /** @description How many documents a view holds. */
        ViewCount: {
            /** @description Up to 999. */
            count: number;
            id: string;
            /** @description There are more than `count`. */
            more: boolean;
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        ViewCountPage: {
            items: components["schemas"]["ViewCount"][];
            nextCursor: string | null;
        };
        /** @description A saved view of the register. */
        ViewDefinition: {
            /** @description Keys of fields or of document columns (`number title status responsible unit createdAt updatedAt`). */
            columns: string[];
            /** @description Same form as the `filter` of the register in the API. */
            filter?: {
                and: components["schemas"]["FilterCondition"][];
            };
            key: string;
            name: components["schemas"]["LocalisedText"];
            /** @description `plannedAt` or `-createdAt`, several by commas. */
            sort?: string;
        };
        /** @description As the register takes it; values may be relative, see `valuesMeant`. */
        ViewFilter: {
            and: components["schemas"]["FilterCondition"][];
        };
        /** @enum {string} */
        ViewKind: "table" | "board" | "calendar";
        /** @description What a view may have or not. */
        ViewOptionsDto: {
            /** @description As the register takes it; null for all documents. */
            filter?: components["schemas"]["ViewFilter"] | null;
            /** @description `table` unless said. */
            kind?: components["schemas"]["ViewKind"];
            /** @description `{kind: "me"}` for nobody else. */
            sharedWith?: components["schemas"]["SharedWithDto"];
            sort?: string | null;
        };
        /** @description Query of `GET /api/views` and `GET /api/views/counts`. */
        ViewsQueryDto: {
            /** @description All streams unless said. */
            stream?: string;
        };
        /** @description What the sign-in page shows. */
        Welcome: {
            /** @description Names the version of the web app that is served: a page of another one offers to be loaded again. */
            build: string;
            /** @description Logins of the demo organisation; none without demo data. */
            demo: string[];
            /** @description Public forms. */
            forms: {
                key: string;
                title: components["schemas"]["LocalisedText"];
            }[];
            /** @description The sign-in provider of the firm, as its button names it; null where people sign in here only. */
            provider: string | null;
        };
        /** @description When a unit works. Data that an administrator edits: moved holidays cannot be computed. */
        WorkingCalendar: {
            exceptions: components["schemas"]["CalendarException"][];
            key: string;
            timeZone: string;
            week: {
                fri: components["schemas"]["LocalInterval"][];
                mon: components["schemas"]["LocalInterval"][];
                sat: components["schemas"]["LocalInterval"][];
                sun: components["schemas"]["LocalInterval"][];
                thu: components["schemas"]["LocalInterval"][];
                tue: components["schemas"]["LocalInterval"][];
                wed: components["schemas"]["LocalInterval"][];
            };
        };
        /** @description Body of `PUT /api/calendars/{key}`; what is inside is checked by the rules of working calendars. */
        WorkingCalendarDto: {
            exceptions: components["schemas"]["CalendarException"][];
            /** @description IANA, e.g. `Europe/Vilnius`. */
            timeZone: string;
            week: {
                fri: components["schemas"]["LocalInterval"][];
                mon: components["schemas"]["LocalInterval"][];
                sat: components["schemas"]["LocalInterval"][];
                sun: components["schemas"]["LocalInterval"][];
                thu: components["schemas"]["LocalInterval"][];
                tue: components["schemas"]["LocalInterval"][];
                wed: components["schemas"]["LocalInterval"][];
            };
        };
        /** @description A working calendar, with how many use it by name. */
        WorkingCalendarView: {
            exceptions: components["schemas"]["CalendarException"][];
            key: string;
            people: number;
            timeZone: string;
            units: number;
            /** @description For `If-Match`, as `"v3"`. */
            version: number;
            week: {
                fri: components["schemas"]["LocalInterval"][];
                mon: components["schemas"]["LocalInterval"][];
                sat: components["schemas"]["LocalInterval"][];
                sun: components["schemas"]["LocalInterval"][];
                thu: components["schemas"]["LocalInterval"][];
                tue: components["schemas"]["LocalInterval"][];
                wed: components["schemas"]["LocalInterval"][];
            };
        };
        /** @description A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
        WorkingCalendarViewPage: {
            items: components["schemas"]["WorkingCalendarView"][];
            nextCursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    AccessController_people: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Entries in the answer. */
                limit?: number;
                /** @description Login: this person alone, with the numbers of documents. */
                person?: string;
                /** @description Key: this stream alone. */
                stream?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamAccessPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessController_readers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentReaderPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessController_sheetOf: {
        parameters: {
            query?: {
                /** @description Login: this person alone, with the numbers of documents. */
                person?: string;
                /** @description Key: this stream alone. */
                stream?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    sheetType: string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessRulesController_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRulesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessRulesController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the rules were read with */
                "If-Match": string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessRulesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRulesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessRulesController_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessRulesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesPreview"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description Words of the name, login or e-mail. */
                q?: string;
                /** @description `invited`: active, and has not chosen a password yet. */
                state?: "active" | "closed" | "invited" | "all";
                /** @description Key or id of a unit: its people only. */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_list: {
        parameters: {
            query?: {
                controlled?: boolean;
                cursor?: string;
                document?: string;
                limit?: number;
                mine?: boolean;
                overdue?: boolean;
                state?: "open" | "reported" | "closed" | "all";
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ByHandController_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_claim: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_delegate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPersonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_dismissLapse: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissLapseDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExtensionsController_extend: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtensionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_fail: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_forward: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPersonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RecallController_recall: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecallDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_refuse: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_release: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ByHandController_remind: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_sendBack: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_skip: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentLifeController_suspend: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AssignmentsController_decideAll: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionResults"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AttentionController_list: {
        parameters: {
            query?: {
                document?: string;
                /** @description Of each reason at most so many are answered; whatever lies beyond is reached by asking for more. */
                limit?: number;
                reason?: components["schemas"]["AttentionReason"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AuditController_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description ISO 8601; from this moment on. */
                from?: string;
                /** @description What verbs begin with, e.g. `session`. */
                kind?: string;
                limit?: number;
                /** @description Id of a person who did it, or for whom it was done. */
                person?: string;
                /** @description What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`. */
                subject?: string;
                /** @description ISO 8601; before this moment. */
                to?: string;
                /** @description A whole verb, e.g. `session.refused`. */
                verb?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AuditController_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditKinds"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RetentionController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRules"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RetentionController_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRules"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AuditController_sheet: {
        parameters: {
            query?: {
                /** @description ISO 8601; from this moment on. */
                from?: string;
                /** @description What verbs begin with, e.g. `session`. */
                kind?: string;
                /** @description Id of a person who did it, or for whom it was done. */
                person?: string;
                /** @description What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`. */
                subject?: string;
                /** @description ISO 8601; before this moment. */
                to?: string;
                /** @description A whole verb, e.g. `session.refused`. */
                verb?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    sheetType: string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AuditController_verify: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditReport"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    CalendarController_read: {
        parameters: {
            query: {
                /** @description The first day. */
                from: string;
                /** @description The day after the last, at most 100 days later. */
                to: string;
                /** @description `me` (unless said), `person:<id or login>`, `unit:<id or key>` with the units below it, `units` for all of mine. */
                who?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarItems"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    WorkingCalendarsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkingCalendarViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    WorkingCalendarsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkingCalendarView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    WorkingCalendarsController_put: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that it was read with; none for a new one */
                "If-Match"?: string;
            };
            path: {
                calendar: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkingCalendarDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkingCalendarView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    WorkingCalendarsController_remove: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that it was read with */
                "If-Match": string;
            };
            path: {
                calendar: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    EarlierCallsController_earlier: {
        parameters: {
            query?: {
                client?: string;
                /** @description 10 unless said. */
                limit?: number;
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlierCalls"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    CallsController_register: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    DocumentsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    DocumentsController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the document was read with */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditDocumentDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccessController_explain: {
        parameters: {
            query?: {
                /** @description Login of the person; oneself unless said. */
                person?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessExplanation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RunsController_assignmentsOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ByHandController_issue: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ByHandDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedAssignments"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HistoryController_changes: {
        parameters: {
            query: {
                /** @description The version of the document that it is compared with. */
                since: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentChangedSince"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ConversationController_said: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Entries in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ConversationController_say: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewComment"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FilesController_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Entries in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FilesController_attach: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                    /** @enum {string} */
                    role?: "attachment" | "scan";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GenerateController_generate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GenerateDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HistoryController_history: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Entries in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntryPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    IndividualRunsController_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndividualRunDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ConversationController_links: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                kind?: string;
                /** @description Entries in the answer. */
                limit?: number;
                /** @description Only links with documents of this stream. */
                stream?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ConversationController_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GenerateController_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GenerateController_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperChoicePage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RelatedController_around: {
        parameters: {
            query?: {
                /** @description Documents of each stream, and files; 10 unless said. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedDocuments"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HistoryController_restore: {
        parameters: {
            query?: never;
            header: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the document was read with */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreDocumentDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RunsController_ofDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunSummaryPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RunsController_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    StartPreviewController_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartPreview"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SharesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SharesController_give: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SharesController_takeBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                share: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    EventsController_open: {
        parameters: {
            query?: {
                /** @description Ids of the documents that are open; given once for each. */
                document?: string[];
                /** @description For so many seconds these documents have been read without being listened to: what happened since is told first. */
                unheard?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveEvent"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExtensionsController_list: {
        parameters: {
            query?: {
                /** @description Only those that I decide. */
                mine?: boolean;
                state?: "asked" | "granted" | "denied" | "withdrawn";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtensionViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExtensionsController_deny: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtensionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExtensionsController_grant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtensionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FilesController_content: {
        parameters: {
            query?: {
                /** @description The current one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PreviewsController_part: {
        parameters: {
            query?: {
                /** @description A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached. */
                part?: string;
                /** @description The current one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PreviewsController_preview: {
        parameters: {
            query?: {
                /** @description A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached. */
                part?: string;
                /** @description The current one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilePreview"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PreviewsController_page: {
        parameters: {
            query?: {
                /** @description A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached. */
                part?: string;
                /** @description The current one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FilesController_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileVersions"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FirstRunController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstRunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FirstRunController_make: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstRunDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FormsController_describe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                form: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    FormsController_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                form: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormReceipt"] | string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GroupsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleGroupViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GroupsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddGroupDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleGroupView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GroupsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleGroupView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GroupsController_remove: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the group was read with */
                "If-Match": string;
            };
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    GroupsController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the group was read with */
                "If-Match": string;
            };
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeGroupDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleGroupView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HolidaysController_list: {
        parameters: {
            query: {
                /** @description Code of ISO 3166-1, e.g. `LT`. */
                country: string;
                year: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidayPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    HolidaysController_countries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["stringPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RepairController_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    IntakeController_list: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                state?: components["schemas"]["IntakeState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeItemPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    IntakeController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeItem"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    IntakeController_raw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    IntakeController_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeItem"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    JobsController_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetriedJob"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailboxesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailboxesController_save: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveMailboxDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailboxesController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMailboxDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailboxesController_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailsController_dismiss: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailState"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MailsController_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailState"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MeController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MeController_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    CalendarFeedsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarFeedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    CalendarFeedsController_make: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewCalendarFeedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    CalendarFeedsController_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SettingsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SettingsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSettingsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeysController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyListView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeysController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPasskeyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeysController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeysController_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenamePasskeyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeysController_options: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyCreationOptions"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ProviderLinkController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderLinkView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ProviderLinkController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PushController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PushController_subscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscribeDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PushController_unsubscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnsubscribeDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SecondFactorController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SecondFactorController_begin: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticatorSetup"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SecondFactorController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresentPasswordDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SecondFactorController_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstCodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SecondFactorController_renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresentPasswordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MySessionsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionListView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MySessionsController_endOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedSessionsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MySessionsController_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    TokensController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    TokensController_make: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeTokenDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiTokenView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    TokensController_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MessagesController_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MessagesController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MessagesController_dismiss: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MessagesController_resend: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasswordsController_choose: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoosePasswordDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasswordsController_check: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLinkView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PolicyController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPolicy"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PolicyController_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePolicyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPolicy"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    NotificationsController_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Only what is unread. */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    NotificationsController_count: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadCount"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    NotificationsController_read: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkReadDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadCount"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ImportController_apply: {
        parameters: {
            query?: {
                /** @description Send those who are new, and have an address, a letter with a link for a first password. */
                invite?: boolean;
            };
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ImportController_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ImportController_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasswordsController_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PeopleController_find: {
        parameters: {
            query?: {
                /** @description Id of a document: whether each person may read it is told. */
                document?: string;
                limit?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonChoicePage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddAccountDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the person was read with */
                "If-Match": string;
            };
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccountDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_deactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    AccountsController_reactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PostsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PostsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPostDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PostsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PostsController_remove: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the post was read with */
                "If-Match": string;
            };
            path: {
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PostsController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the post was read with */
                "If-Match": string;
            };
            path: {
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePostDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ReportsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportEntries"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ReportsController_read: {
        parameters: {
            query?: {
                /** @description What the rows are grouped by: one of the dimensions of the report. */
                by?: string;
                /** @description The first day of the period; empty for no bound. The period of the definition where neither day is said. */
                from?: string;
                /** @description The last day of the period; empty for no bound. */
                to?: string;
            };
            header?: never;
            path: {
                report: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportTable"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ReportsController_counted: {
        parameters: {
            query: {
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`, put together from the conditions in the report. */
                filter: string;
                limit?: number;
                /** @description Assignments to pass over. */
                skip?: number;
            };
            header?: never;
            path: {
                report: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedAssignments"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ReportsController_sheet: {
        parameters: {
            query?: {
                /** @description What the rows are grouped by: one of the dimensions of the report. */
                by?: string;
                /** @description The first day of the period; empty for no bound. The period of the definition where neither day is said. */
                from?: string;
                /** @description The last day of the period; empty for no bound. */
                to?: string;
            };
            header?: never;
            path: {
                report: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RolesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RolesController_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RoutesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_get[0]": {
        parameters: {
            query?: {
                /** @description Absent: the version in force. */
                version?: number;
            };
            header?: never;
            path: {
                route: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_put[0]": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                route: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
                "application/xml": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedRoute"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_check[0]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
                "application/xml": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteCheck"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "MigrationsController_migrate[0]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigratedRuns"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "MigrationsController_preview[0]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationsPreview"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_get[1]": {
        parameters: {
            query?: {
                /** @description Absent: the version in force. */
                version?: number;
            };
            header?: never;
            path: {
                route: string;
                solution: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_put[1]": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                route: string;
                solution: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
                "application/xml": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedRoute"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "RoutesController_check[1]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
                solution: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
                "application/xml": string | {
                    scenarios?: Record<string, never>[];
                    xml: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteCheck"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "MigrationsController_migrate[1]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
                solution: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigratedRuns"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "MigrationsController_preview[1]": {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                route: string;
                solution: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationsPreview"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RunsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RepairController_activate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivateDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RunsController_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRunDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RepairController_move: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RepairController_fire: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                timer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FireTimerDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RepairController_variables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariablesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SearchController_search: {
        parameters: {
            query?: {
                /** @description Hits of each group; 5 unless said. */
                limit?: number;
                /** @description Numbers, parts of words, telephone and tax numbers however they are written. */
                q?: string;
                /** @description Only documents, and only of these streams: `clients,contracts`. */
                streams?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ServiceAccountsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ServiceAccountsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddServiceAccountDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ServiceAccountsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeServiceAccountDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ServiceAccountsController_makeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeServiceTokenDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiTokenView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ServiceAccountsController_revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SessionController_begin: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SessionController_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SessionController_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSessionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeySessionController_begin: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignInDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    PasskeySessionController_options: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRequestOptions"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ProviderSessionController_begin: {
        parameters: {
            query?: {
                /** @description Where to go afterwards: a path of this app. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, or to the sign-in page with the reason */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ProviderSessionController_finish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Into the app, or to the sign-in page with the reason */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ProviderSessionController_signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, or to the sign-in page where it offers no signing out */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    MessagesController_signal: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignalDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    StreamsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    StreamsController_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    BoardController_board: {
        parameters: {
            query?: {
                /** @description Fields that are answered, by commas; all unless said. */
                columns?: string;
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
                filter?: string;
                /** @description Documents of each status; 20 unless said. */
                limit?: number;
                /** @description Parts of words of number, title or any text on the card. */
                q?: string;
                /** @description `name`, `-plannedAt`, `status,-createdAt`. */
                sort?: string;
            };
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterBoard"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RegisterController_list: {
        parameters: {
            query?: {
                /** @description Fields that are answered, by commas; all unless said. A page of a wide register is then a fraction of the size. */
                columns?: string;
                /** @description `true`: the answer has `total`, or `totalAtLeast` where there are more than 10,000; `all`: always the `total`. */
                count?: "true" | "false" | "all";
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
                filter?: string;
                /** @description Entries in the answer. */
                limit?: number;
                /** @description Parts of words of number, title or any text on the card. */
                q?: string;
                /** @description Documents to pass over after the cursor, or from the beginning. */
                skip?: number;
                /** @description `name`, `-plannedAt`, `status,-createdAt`. */
                sort?: string;
            };
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RegisterController_register: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDocumentDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    BulkController_bulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RegisterOverviewController_places: {
        parameters: {
            query?: {
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
                filter?: string;
                /** @description Parts of words of number, title or any text on the card. */
                q?: string;
                /** @description `name`, `-plannedAt`, `status,-createdAt`. */
                sort?: string;
            };
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterPlaces"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    RegisterOverviewController_tally: {
        parameters: {
            query?: {
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
                filter?: string;
                /** @description Parts of words of number, title or any text on the card. */
                q?: string;
                /** @description Key of a field of money or numbers to be summed. */
                sum?: string;
            };
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterTally"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExportController_download: {
        parameters: {
            query?: {
                /** @description Fields and document columns, by commas; all unless said. */
                columns?: string;
                /** @description JSON: `{"and": [{"field", "op", "value"}]}`. */
                filter?: string;
                /** @description `xlsx` unless said. */
                format?: components["schemas"]["ExportFormat"];
                /** @description Parts of words of number, title or any text on the card. */
                q?: string;
                /** @description `name`, `-plannedAt`, `status,-createdAt`. */
                sort?: string;
            };
            header?: never;
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ExportController_downloadSome: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportSomeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SimilarController_find: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimilarDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimilarDocuments"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SubstitutionsController_list: {
        parameters: {
            query?: {
                /** @description `true`: those in force now; `false`: those that have ended or have not begun. */
                active?: boolean;
                cursor?: string;
                limit?: number;
                /** @description Id or login of the absent or the substitute. */
                person?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubstitutionListView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SubstitutionsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddSubstitutionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSubstitutionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SubstitutionsController_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    SubstitutionsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSubstitutionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSubstitutionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_list: {
        parameters: {
            query?: {
                /** @description Those that are closed as well. */
                closed?: boolean;
                /** @description A day: the organisation as it was at the end of it. Absent: as it is. */
                on?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Units"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddUnitDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitWithPeople"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_show: {
        parameters: {
            query?: {
                /** @description A day: the organisation as it was at the end of it. Absent: as it is. */
                on?: string;
            };
            header?: never;
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitWithPeople"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_remove: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the unit was read with */
                "If-Match": string;
            };
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the unit was read with */
                "If-Match": string;
            };
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUnitDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitWithPeople"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ClosingController_close: {
        parameters: {
            query?: never;
            header: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the unit was read with */
                "If-Match": string;
            };
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseUnitDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ClosingController_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitClosing"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    UnitsController_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitPast"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ClosingController_reopen: {
        parameters: {
            query?: never;
            header: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the unit was read with */
                "If-Match": string;
            };
            path: {
                unit: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_list: {
        parameters: {
            query?: {
                /** @description All streams unless said. */
                stream?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice: the call sent again with it is answered as the first time, and done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateViewDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeViewDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_counts: {
        parameters: {
            query?: {
                /** @description All streams unless said. */
                stream?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewCountPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ViewsController_arrange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuOrderDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterViewPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    WelcomeController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Welcome"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
