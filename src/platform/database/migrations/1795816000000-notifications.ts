import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told of: notices, notifications, who is mentioned in comments, and what each person wants. */
export class Notifications1795816000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [notices, notifications, mentions, settings]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notice, notification, comment_mention, notification_settings');
  }
}

const notices = `
  -- What happened that people may have to be told of. Written with what happened and taken away by the job that tells
  -- them; no index, since a decision writes one and the table is read as a whole.
  CREATE TABLE notice (
    document_id uuid NOT NULL,
    actor_id uuid NOT NULL,
    at timestamptz NOT NULL,
    event text NOT NULL,
    detail jsonb NOT NULL,
    -- Why nobody could be told of it; it stays, so that somebody can look.
    failed text
  );`;

const notifications = `
  CREATE TABLE notification (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    event text NOT NULL,
    document_id uuid NOT NULL REFERENCES document (id),
    assignment_id uuid REFERENCES assignment (id),
    actor_id uuid NOT NULL,
    -- What the text is made of when it is read.
    params jsonb NOT NULL,
    -- What makes it the same one when it is told again.
    key text NOT NULL,
    count int NOT NULL DEFAULT 1,
    -- Shown under the bell.
    bell boolean NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    -- When it is to leave this way; null when it is not to, or has left.
    push_at timestamptz,
    mail_at timestamptz,
    digest_at timestamptz,
    UNIQUE (person_id, key)
  );
  CREATE INDEX notification_bell ON notification (person_id, created_at DESC, id DESC) WHERE bell;
  CREATE INDEX notification_unread ON notification (person_id, created_at DESC, id DESC) WHERE bell AND read_at IS NULL;
  CREATE INDEX notification_document ON notification (document_id) WHERE read_at IS NULL;
  CREATE INDEX notification_push ON notification (push_at) WHERE push_at IS NOT NULL;
  CREATE INDEX notification_mail ON notification (mail_at) WHERE mail_at IS NOT NULL;
  CREATE INDEX notification_digest ON notification (digest_at) WHERE digest_at IS NOT NULL;`;

const mentions = `
  CREATE TABLE comment_mention (
    comment_id uuid NOT NULL REFERENCES comment (id),
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (comment_id, person_id)
  );`;

const settings = `
  CREATE TABLE notification_settings (
    person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    -- What differs from what everybody has.
    settings jsonb NOT NULL DEFAULT '{}',
    -- When a letter of new things went to the person last, so that letters do not follow each other closely.
    mailed_at timestamptz,
    -- When the next overview is due, for those who asked for one every working day.
    overview_at timestamptz
  );
  CREATE INDEX notification_settings_overview ON notification_settings (overview_at) WHERE overview_at IS NOT NULL;`;
