import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links in letters by which people decide, and the browsers that push messages go to. */
export class LinksAndPush1795816000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [links, push]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision_link, notification_policy, push_key, push_subscription');
  }
}

const links = `
  CREATE TABLE decision_link (
    -- SHA-256; the token itself stands in the letter only.
    token_hash bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    assignment_id uuid NOT NULL REFERENCES assignment (id),
    -- As it was when the letter was written.
    assignment_version int NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  );
  CREATE INDEX decision_link_assignment ON decision_link (assignment_id);
  CREATE INDEX decision_link_expiry ON decision_link (expires_at);
  CREATE TABLE notification_policy (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    decide_by_link boolean NOT NULL,
    link_days int NOT NULL CHECK (link_days BETWEEN 1 AND 60)
  );`;

const push = `
  -- One pair of keys for all processes (RFC 8292); the private one is sealed with SECRET_KEY.
  CREATE TABLE push_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    public_key text NOT NULL,
    private_key text NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE push_subscription (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    endpoint text NOT NULL UNIQUE,
    p256dh text NOT NULL,
    auth text NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX push_subscription_person ON push_subscription (person_id);`;
