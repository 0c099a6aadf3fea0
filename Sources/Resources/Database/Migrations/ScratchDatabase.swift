internal import Deadlines
package import PostgreSQL
internal import SQLText

/// A database that is made to try migrations in, like another one in encoding and order, and goes again.
package struct ScratchDatabase: Sendable {
    package let target: Target
    private let maintenance: Connection

    /// Makes it on the server of `control`, or on another one; runs `body` and removes it whatever comes.
    package static func with<Value>(
        like control: Connection,
        on server: Target,
        _ settings: RunSettings,
        _ body: (Target) async throws -> Value
    ) async throws -> Value {
        let traits = try await control.query(
            """
            select pg_encoding_to_char(encoding)::text, datcollate::text, datctype::text,
                extract(epoch from clock_timestamp())::bigint
            from pg_database where datname = current_database()
            """,
            by: settings.soon
        )
        guard let row = traits.first else { throw PostgreSQLError(.library("no row")) }
        let (encoding, collation, characters): (String, String, String) = (try row[0], try row[1], try row[2])
        let seconds: Int = try row[3]
        let name = "ihctl_scratch_\(seconds)_\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let maintenance = try await Connection.open(server, by: settings.soon)
        await removeLeftovers(on: maintenance, settings)
        let scratch = ScratchDatabase(target: server.with(database: name), maintenance: maintenance)
        do {
            try await maintenance.query(
                """
                create database \(identifier: name) template template0 encoding \(literal: encoding)
                lc_collate \(literal: collation) lc_ctype \(literal: characters)
                """,
                by: settings.deadline.sooner(of: .after(.seconds(60)))
            )
            let value = try await body(scratch.target)
            await scratch.remove(settings)
            return value
        } catch {
            await scratch.remove(settings)
            throw error
        }
    }

    /// Those of runs that were killed: made by this role over an hour ago, as their names tell, with nobody in them.
    private static func removeLeftovers(on maintenance: Connection, _ settings: RunSettings) async {
        guard
            let leftovers = try? await maintenance.query(
                """
                select d.datname::text from pg_database d
                where d.datname ~ '^ihctl_scratch_[0-9]{10,11}_[0-9a-z]+$' and pg_get_userbyid(d.datdba) = current_user
                    and split_part(d.datname, '_', 3)::bigint < extract(epoch from clock_timestamp()) - 3600
                    and not exists (select from pg_stat_activity a where a.datid = d.oid)
                """,
                by: settings.soon
            )
        else { return }
        for row in leftovers where !settings.deadline.hasPassed {
            // Without force: whoever has come into it meanwhile keeps it.
            guard let name: String = try? row[0] else { continue }
            _ = try? await maintenance.query("drop database if exists \(identifier: name)", by: settings.soon)
        }
    }

    /// Also where this task is cancelled: it would stay for ever.
    private func remove(_ settings: RunSettings) async {
        let statement: SQL = "drop database if exists \(identifier: target.database) with (force)"
        let (maintenance, server) = (maintenance, maintenance.target)
        await unstopped {
            do {
                try await maintenance.query(statement, by: .after(.seconds(20)))
            } catch {
                guard let other = try? await Connection.open(server, by: .after(.seconds(10))) else { return }
                _ = try? await other.query(statement, by: .after(.seconds(20)))
                await other.close()
            }
        }
        await maintenance.close()
    }
}

extension Script {
    /// A statement that reaches beyond its database, so that it cannot be tried in another one.
    package var statementBeyondDatabase: String? {
        for statement in statements {
            if let words = text.changeOfServer(statement) { return words }
            guard case .alone(let alone) = text.nature(of: statement) else { continue }
            switch alone {
            case .createDatabase, .dropDatabase, .other: return alone.words
            case .repeatable(let words) where words == "alter system": return words
            case .createIndex, .dropIndex, .reindex, .detachPartition, .repeatable: continue
            }
        }
        return nil
    }
}

extension SQLText {
    /// Such as `alter role`: what it changes, all databases of the server share, also the live one.
    fileprivate func changeOfServer(_ statement: Statement) -> String? {
        var reader = WordReader(self, statement)
        for verb in ["drop", "reassign"] as [StaticString] where reader.takes(verb, "owned") { return "\(verb) owned" }
        if reader.takes("alter", "database") { return "alter database" }
        for verb in ["grant", "revoke"] as [StaticString] where reader.takes(verb) {
            return reader.has("on") ? nil : "\(verb) of a role"
        }
        for verb in ["create", "alter", "drop"] as [StaticString] where reader.takes(verb) {
            if reader.takes("user", "mapping") { return nil }
            let kinds: [StaticString] = ["role", "user", "group"]
            return kinds.first { reader.takes($0) }.map { "\(verb) \($0)" }
        }
        return nil
    }
}
