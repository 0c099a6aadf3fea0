package import Deadlines
package import NATS
package import PostgreSQL
package import S3

/// A session's row, as an agent writes one.
package struct DatabaseStation: Station {
    package let name = "database"
    private let target: Target

    package init(_ target: Target) {
        self.target = target
    }

    package func pass(_ note: String, named id: String, by deadline: Deadline) async throws -> String {
        let connection = try await Connection.open(target, by: deadline)
        do {
            let note = try await through(connection, note, id, by: deadline)
            await connection.close()
            return note
        } catch {
            await connection.close()
            throw error
        }
    }

    /// As a row of the agents' own table; where a platform keeps no sessions there, as an answer to a question.
    private func through(_ connection: Connection, _ note: String, _ id: String, by deadline: Deadline) async throws
        -> String
    {
        let table: String? = try await connection.query(
            "select to_regclass('public.strands_sessions')::text",
            by: deadline
        ).value()
        guard table != nil else { return try await connection.query("select \(note)::text", by: deadline).value() }
        // It expires at once: where nobody could take it away, the platform's own clean-up does.
        _ = try await connection.query(
            """
            insert into public.strands_sessions (session_id, agent_id, messages, expires_at)
            values (\(id), 'ihctl-doctor', jsonb_build_array(\(note)::text), localtimestamp)
            """,
            by: deadline
        )
        return try await connection.query(
            "select messages ->> 0 from public.strands_sessions where session_id = \(id)",
            by: deadline
        ).value()
    }

    package func cleanUp(_ id: String, by deadline: Deadline) async -> Bool {
        guard let connection = try? await Connection.open(target, by: deadline) else { return false }
        let delete: SQL = "delete from public.strands_sessions where session_id = \(id)"
        do throws(PostgreSQLError) {
            _ = try await connection.query(delete, by: deadline)
            await connection.close()
            return true
        } catch {
            await connection.close()
            // Where there is no such table nothing was left in it.
            return error.code == .undefinedTable
        }
    }
}

/// A message to ourselves, over the servers.
package struct MessagingStation: Station {
    package let name = "messaging"
    private let options: NATSOptions

    package init(_ options: NATSOptions) {
        self.options = options
    }

    package func pass(_ note: String, named id: String, by deadline: Deadline) async throws -> String {
        let sender = try await NATSConnection.open(options, by: deadline)
        defer { sender.close() }
        let receiver = try await NATSConnection.open(options, by: deadline)
        defer { receiver.close() }
        let subject = "ihctl-doctor.\(id)"
        let subscription = try receiver.subscribe(subject)
        try await receiver.flush(by: deadline)
        try await sender.publish(subject, Array(note.utf8), by: deadline)
        try await sender.flush(by: deadline)
        return String(decoding: try await subscription.next(by: deadline).payload, as: UTF8.self)
    }

    package func cleanUp(_ id: String, by deadline: Deadline) async -> Bool { true }
}

/// An object beside the platform's own.
package struct StorageStation: Station {
    package let name = "storage"
    private let client: S3Client
    private let bucket: String

    package init(_ client: S3Client, bucket: String) {
        self.client = client
        self.bucket = bucket
    }

    private func key(_ id: String) -> String { "ihctl-doctor/\(id)" }

    package func pass(_ note: String, named id: String, by deadline: Deadline) async throws -> String {
        // A store may make a bucket that is only misspelt.
        _ = try await client.listObjects(in: bucket, atMost: 1, by: deadline)
        try await client.putObject(Array(note.utf8), to: key(id), in: bucket, by: deadline)
        return String(decoding: try await client.getObject(key(id), in: bucket, by: deadline).bytes, as: UTF8.self)
    }

    /// With every version of it: in a bucket that keeps them, removing alone leaves two.
    package func cleanUp(_ id: String, by deadline: Deadline) async -> Bool {
        do throws(S3Error) {
            let versions = try await client.listAllVersions(in: bucket, prefix: key(id), by: deadline)
            for version in versions {
                try await client.deleteObject(version.key, in: bucket, version: version.versionID, by: deadline)
            }
            return true
        } catch {
            // A store without versions does not list them.
            do throws(S3Error) {
                try await client.deleteObject(key(id), in: bucket, by: deadline)
                return true
            } catch {
                // Where there is no such bucket nothing was left in it.
                return error.code == .noSuchBucket
            }
        }
    }
}

/// What a station threw, as its client puts it for people, and never the value as Swift prints it.
func words(for error: any Error) -> String {
    switch error {
    case let error as S3Error: return error.told
    case let error as PostgreSQLError: return "\(error)"
    case let error as NATSError: return "\(error)"
    case is CancellationError: return "it was stopped"
    default: return "something unforeseen, \(type(of: error))"
    }
}

extension S3Error {
    fileprivate var told: String {
        let why: String =
            switch kind {
            case .http(let error): "\(error)"
            case .refused(let refusal):
                "the store answers \(refusal.status)" + (refusal.code.map { " \($0)" } ?? "")
            case .unsupported: "the store does not have it"
            case .notS3: "what answers is no object store"
            case .unreadable: "the answer is broken"
            case .corrupted, .file: "the bytes are not what they were"
            case .invalid: "this cannot be asked of any store"
            }
        return "\(operation): \(why)"
    }
}
