import GRDB

/// The schema, one step a version; a step that has been released is never edited.
enum SQLiteMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: accounts, desk, journal, outbox") { database in
            for statement in version1 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("2: recordings, audit log, queues of an account") { database in
            for statement in version2 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("3: routing plans, profiles of agents") { database in
            for statement in version3 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("4: letters to customers") { database in
            for statement in version4 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("5: interactions whose customers are called back") { database in
            for statement in version5 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("6: assignments apart from their interactions") { database in
            for statement in version6 { try database.execute(sql: statement) }
        }
        migrator.registerMigration("7: chat messages by interaction") { database in
            for statement in version7 { try database.execute(sql: statement) }
        }
        return migrator
    }

    private static let version1 = [
        """
        CREATE TABLE account (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL,
            disabled INTEGER NOT NULL DEFAULT 0, created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE web_session (
            digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(id), created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
        """,
        "CREATE INDEX web_session_expiry ON web_session (expires_at)",
        "CREATE TABLE api_key (digest TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL)",
        "CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT, email TEXT, external_id TEXT UNIQUE)",
        "CREATE TABLE ticket (id TEXT PRIMARY KEY, queue TEXT NOT NULL, enqueued_at BIGINT NOT NULL, body TEXT NOT NULL)",
        "CREATE TABLE agent (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE session (id TEXT PRIMARY KEY, interaction TEXT NOT NULL, body TEXT NOT NULL)",
        """
        CREATE TABLE interaction (
            id TEXT PRIMARY KEY, customer TEXT NOT NULL, queue TEXT NOT NULL, enqueued_at BIGINT NOT NULL, answered_at BIGINT,
            ended_at BIGINT, outcome TEXT, closed INTEGER NOT NULL, body TEXT NOT NULL)
        """,
        "CREATE INDEX interaction_open ON interaction (closed)",
        "CREATE INDEX interaction_customer ON interaction (customer, enqueued_at)",
        """
        CREATE TABLE chat_message (
            id TEXT PRIMARY KEY, session TEXT NOT NULL, interaction TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL)
        """,
        "CREATE INDEX chat_message_session ON chat_message (session, at)",
        "CREATE TABLE journal (sequence INTEGER PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL)",
        """
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY, topic TEXT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at BIGINT NOT NULL, delivered_at BIGINT)
        """,
        "CREATE INDEX outbox_due ON outbox (delivered_at, next_attempt_at)",
        "CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, at BIGINT NOT NULL)",
    ]

    private static let version2 = [
        // NULL: all queues; otherwise their names, separated by commas.
        "ALTER TABLE account ADD COLUMN queues TEXT",
        """
        CREATE TABLE recording (
            id TEXT PRIMARY KEY, session TEXT NOT NULL, interaction TEXT NOT NULL, queue TEXT NOT NULL, customer TEXT NOT NULL,
            agent TEXT NOT NULL, expected_at BIGINT NOT NULL, started_at BIGINT, ended_at BIGINT, state TEXT NOT NULL,
            purposes TEXT NOT NULL, body TEXT NOT NULL, wrapped_key BLOB, retain_until BIGINT, location TEXT NOT NULL DEFAULT 'local',
            uploaded_at BIGINT, upload_attempts INTEGER NOT NULL DEFAULT 0, upload_after BIGINT NOT NULL DEFAULT 0, missing TEXT,
            erased_at BIGINT)
        """,
        "CREATE INDEX recording_expected ON recording (expected_at, id)",
        "CREATE INDEX recording_state ON recording (state)",
        "CREATE INDEX recording_retention ON recording (retain_until)",
        """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, actor_kind TEXT NOT NULL, actor TEXT NOT NULL,
            action TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, queue TEXT, detail TEXT NOT NULL)
        """,
        "CREATE INDEX audit_subject ON audit (subject)",
        // What was written stays written, whatever a later version of the program gets wrong.
        "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    ]

    private static let version3 = [
        """
        CREATE TABLE routing_plan (
            version INTEGER PRIMARY KEY, published_at BIGINT NOT NULL, account TEXT, note TEXT, body TEXT NOT NULL)
        """,
        // JSON; NULL: takes everything, without particular skills.
        "ALTER TABLE account ADD COLUMN profile TEXT",
        "CREATE TABLE block (customer TEXT PRIMARY KEY, until BIGINT NOT NULL)",
        "CREATE TABLE queue_waits (queue TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE INDEX interaction_queue ON interaction (queue, enqueued_at)",
    ]

    private static let version4 = [
        """
        CREATE TABLE letter (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
            created_at BIGINT NOT NULL, not_after BIGINT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at BIGINT NOT NULL)
        """,
        "CREATE INDEX letter_due ON letter (kind, next_attempt_at)",
    ]

    private static let version5 = ["ALTER TABLE interaction ADD COLUMN called_back INTEGER NOT NULL DEFAULT 0"]

    /// They are the longest part of an interaction and do not change: an interaction that changes is no longer written with them.
    private static let version6 = [
        """
        CREATE TABLE assignment (
            interaction TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, accepted_by TEXT, accepted_at BIGINT,
            PRIMARY KEY (interaction, number))
        """,
        """
        INSERT INTO assignment (interaction, number, body, accepted_by, accepted_at)
            SELECT interaction.id, stored.key, json_remove(stored.value, '$.acceptedBy', '$.acceptedAt'),
                json_extract(stored.value, '$.acceptedBy'), json_extract(stored.value, '$.acceptedAt')
            FROM interaction, json_each(interaction.body, '$.assignments') AS stored
        """,
        """
        UPDATE interaction SET body = json_remove(body, '$.assignments') WHERE json_extract(body, '$.assignments') IS NOT NULL
        """,
    ]

    /// Whoever has the customer next reads what was written before.
    private static let version7 = ["CREATE INDEX chat_message_interaction ON chat_message (interaction, at)"]
}
