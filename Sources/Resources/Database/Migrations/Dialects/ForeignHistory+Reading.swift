internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL

extension ForeignHistory {
    /// Reads the table; times without a zone are taken to be in the session's.
    static func read(_ dialect: Dialect, _ table: String, on session: some Session, by deadline: Deadline) async throws
        -> ForeignHistory
    {
        var history = ForeignHistory(dialect, table)
        switch dialect {
        case .ihctl: break
        case .dbmate:
            let rows = try await session.query("select version::text from \(raw: table)", by: deadline)
            history.lines = try rows.map { row in Line(version: try version(row[0], in: table)) }
        case .goose: try await history.readGoose(on: session, by: deadline)
        case .golangMigrate: try await history.readVersion(on: session, by: deadline)
        case .flyway: try await history.readFlyway(on: session, by: deadline)
        }
        history.lines.sort { $0.version < $1.version }
        return history
    }

    private static func version(_ text: String, in table: String) throws -> Version {
        guard let version = Version(text) else {
            throw ForeignHistoryFault.unreadable(table: table, version: text)
        }
        return version
    }

    /// What goose did last with a version counts: old releases wrote a line for each way.
    ///
    /// Version 0 is the empty database.
    private mutating func readGoose(on session: some Session, by deadline: Deadline) async throws {
        let rows = try await session.query(
            """
            select version_id::text, tstamp::timestamptz from (
                select distinct on (version_id) version_id, is_applied, tstamp
                from \(raw: table) where version_id > 0 order by version_id, id desc
            ) as latest where is_applied
            """,
            by: deadline
        )
        lines = try rows.map { row in
            Line(version: try ForeignHistory.version(row[0], in: table), appliedAt: try row[1])
        }
    }

    /// One line or none; below zero stands the empty database that was left half way.
    private mutating func readVersion(on session: some Session, by deadline: Deadline) async throws {
        let rows = try await session.query(
            "select greatest(version, 0)::text, dirty, version < 0 from \(raw: table) order by version desc limit 1",
            by: deadline
        )
        guard let row = rows.first else { return }
        let version = try ForeignHistory.version(row[0], in: table)
        let (isDirty, isNone): (Bool, Bool) = (try row[1], try row[2])
        if isDirty { fault = .dirty(version) } else if !isNone { applied = .newest(version) }
    }

    private mutating func readFlyway(on session: some Session, by deadline: Deadline) async throws {
        let rows = try await session.query(
            """
            select version, description, type, script, checksum, installed_on::timestamptz, installed_by,
                execution_time, success
            from \(raw: table) order by installed_rank
            """,
            by: deadline
        )
        var latest: [Version: Line] = [:]
        for row in rows {
            let (text, script, type): (String?, String, String) = (try row[0], try row[3], try row[2])
            let description: String = try row[1]
            let milliseconds: Int = try row[7]
            let isSuccess: Bool = try row[8]
            let version: Version
            if let text {
                version = try ForeignHistory.version(text, in: table)
            } else {
                // A repeatable migration, or the line that tells of a schema Flyway made.
                let fileName = script.split(separator: "/").last.map(String.init) ?? script
                guard let name = FlywayName(fileName), name.kind == .repeatable else { continue }
                version = name.version
            }
            guard isSuccess else {
                fault = .failed(version, name: description)
                continue
            }
            if case .failed(version, _) = fault { fault = nil }
            switch type {
            case "SCHEMA": continue
            case "BASELINE":
                applied = .baseline(version)
                continue
            case "DELETE": latest[version] = nil
            case _ where type.hasPrefix("UNDO"): latest[version] = nil
            default:
                latest[version] = Line(
                    version: version,
                    name: description,
                    appliedAt: try row[5],
                    appliedBy: try row[6],
                    duration: .milliseconds(milliseconds),
                    checksum: try row[4],
                    isProgram: type != "SQL"
                )
            }
        }
        lines = Array(latest.values)
    }
}
