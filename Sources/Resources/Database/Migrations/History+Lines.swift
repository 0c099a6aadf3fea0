internal import PostgreSQL
internal import Words

/// The statements that write single lines; a transaction holds each of them together with what it tells of.
extension History {
    /// Until the end of the transaction: a migration may have taken on a role that may not write the history, or a path on which the
    /// server's own functions are hidden.
    static let asOurselves: [SQL] = [
        "set local session_authorization to default", "set local role to default",
        "set local search_path to pg_catalog",
    ]

    /// The line of a migration that was applied as a whole in the transaction it stands in.
    static func insertion(of migration: Migration, _ author: Author) -> SQL {
        """
        insert into ihctl.migrations
            (version, name, checksum, statements, statements_done, duration_ms, applied_by, ihctl_version)
        values (
            \(migration.version.description), \(migration.name), \(migration.file.checksum),
            \(migration.up.statements.count)::int, \(migration.up.statements.count)::int,
            \(raw: millisecondsOfTransaction), \(author.name), \(author.ihctlVersion)
        )
        \(raw: migration.version.isRepeatable ? replacement : "")
        returning duration_ms
        """
    }

    /// The line of a migration that counts as applied and was not run here.
    static func taking(_ item: Adoption.Item, _ author: Author) -> SQL {
        """
        insert into ihctl.migrations
            (version, name, checksum, kind, statements, statements_done, applied_at, duration_ms, applied_by, ihctl_version)
        values (
            \(item.file.version.description), \(item.file.name), \(item.file.checksum), \(item.kind.rawValue), 0, 0,
            coalesce(\(item.appliedAt)::timestamptz, clock_timestamp()), \(item.duration.wholeMilliseconds)::bigint,
            \(item.appliedBy ?? author.name), \(author.ihctlVersion)
        )
        """
    }

    /// The line goes with what it told of.
    static func deletion(of version: Version) -> SQL {
        """
        delete from ihctl.migrations where version = \(version.description)
        returning \(raw: millisecondsOfTransaction)
        """
    }

    /// A repeatable migration has one line, of the last time.
    private static let replacement = """
        on conflict (version) do update set name = excluded.name, checksum = excluded.checksum, kind = excluded.kind,
            statements = excluded.statements, statements_done = excluded.statements_done, applied_at = excluded.applied_at,
            duration_ms = excluded.duration_ms, applied_by = excluded.applied_by, ihctl_version = excluded.ihctl_version
        """

    /// Fails where the migration has no whole line: it keeps what was sent on in good hope from following a failure.
    static func demand(_ migration: Migration) -> SQL {
        """
        select case count(*) when 1 then 0
            else ('the migration before has ' || count(*) || ' lines in ihctl.migrations')::integer end
        from ihctl.migrations
        where version = \(migration.version.description) and checksum = \(migration.file.checksum)
            and direction = 'up' and statements_done = statements
        """
    }

    /// Fails where the version has a line still.
    static func demandAbsence(of version: Version) -> SQL {
        """
        select case count(*) when 0 then 0
            else ('the migration before has still ' || count(*) || ' lines in ihctl.migrations')::integer end
        from ihctl.migrations where version = \(version.description)
        """
    }

    /// The line of a migration whose statements are run one by one, before the first.
    static func beginning(of migration: Migration, _ author: Author) -> SQL {
        """
        insert into ihctl.migrations
            (version, name, checksum, statements, statements_done, done_checksum, applied_by, ihctl_version)
        values (
            \(migration.version.description), \(migration.name), \(migration.file.checksum),
            \(migration.up.statements.count)::int, 0, \(migration.up.checksum(ofFirst: 0)),
            \(author.name), \(author.ihctlVersion)
        )
        """
    }

    /// Taken up again, perhaps from a file that was mended, perhaps the other way.
    static func continuation(of step: RunPlan.Step, _ author: Author) -> SQL {
        let count = step.script?.statements.count ?? 0
        return """
            update ihctl.migrations
            set name = \(step.migration.name), checksum = \(step.migration.file.checksum),
                statement_begun = statement_begun and direction = \(step.direction.rawValue),
                direction = \(step.direction.rawValue), statements = \(count)::int,
                statements_done = \(step.done)::int,
                done_checksum = \(step.script?.checksum(ofFirst: step.done)), applied_by = \(author.name),
                applied_at = clock_timestamp(),
                ihctl_version = \(author.ihctlVersion)
            where version = \(step.version.description)
            """
    }

    /// The line as it was before.
    static func restoration(of entry: HistoryEntry) -> SQL {
        """
        update ihctl.migrations
        set name = \(entry.name), checksum = \(entry.checksum), direction = \(entry.direction.rawValue),
            statements = \(entry.statements)::int, statements_done = \(entry.statementsDone)::int,
            statement_begun = \(entry.isStatementBegun), done_checksum = \(entry.doneChecksum)
        where version = \(entry.version.description)
        """
    }

    /// The next statement is about to run where no transaction can hold it and this line together.
    static func statementBegins(_ version: Version) -> SQL {
        "update ihctl.migrations set statement_begun = true where version = \(version.description)"
    }

    /// It was refused and left nothing: the next run need not ask what became of it.
    static func statementRefused(_ version: Version) -> SQL {
        "update ihctl.migrations set statement_begun = false where version = \(version.description)"
    }

    static func statementsDone(_ count: Int, _ script: Script, _ version: Version) -> SQL {
        """
        update ihctl.migrations
        set statements_done = \(count)::int, statement_begun = false,
            done_checksum = \(script.checksum(ofFirst: count)),
            duration_ms = extract(epoch from clock_timestamp() - applied_at)::numeric * 1000
        where version = \(version.description)
        """
    }

    /// From its `begin` to here.
    private static let millisecondsOfTransaction = "(extract(epoch from clock_timestamp() - now()) * 1000)::bigint"
}

/// Who applies, and with what.
package struct Author: Sendable, Hashable {
    package var name: String
    package var ihctlVersion: String

    package init(name: String, ihctlVersion: String) {
        self.name = name
        self.ihctlVersion = ihctlVersion
    }
}
