package import Deadlines
package import PostgreSQL

/// The schema of one database: what is in it, without its data, as a value.
///
/// It holds no oid and no version, so that two databases with the same schema give equal values, the order of columns
/// included; system schemas, what belongs to extensions, and ihctl's own schema are left out.
package struct Schema: Sendable, Hashable {
    /// What is read beside the objects themselves.
    package enum Part: Sendable, Hashable, CaseIterable {
        case comments
        /// Names of roles, which differ between environments.
        case owners
        case privileges
    }

    /// Sorted by kind and name.
    package let entries: [SchemaEntry]
    private let places: [SchemaObject: Int]

    init(_ entries: some Sequence<SchemaEntry>) {
        self.entries = entries.sorted { $0.object < $1.object }
        places = Dictionary(self.entries.enumerated().map { ($1.object, $0) }) { first, _ in first }
    }

    package subscript(object: SchemaObject) -> SchemaEntry? {
        places[object].map { entries[$0] }
    }

    package subscript(kind: ObjectKind, name: String) -> SchemaEntry? {
        self[SchemaObject(kind: kind, name: name)]
    }

    /// What is there and cannot be written as SQL, such as publications and operator classes.
    package var unwritten: [SchemaObject] {
        entries.map(\.object).filter { !$0.kind.isWritten }
    }

    /// Reads the schema in one transaction of a handful of round trips.
    ///
    /// Like pg_dump it waits for whoever holds a table exclusively, and holds tables against changes while it reads.
    package static func read(
        from connection: Connection,
        including parts: Set<Part> = [.comments],
        leavingOut schemas: Set<String> = ["ihctl"],
        by deadline: Deadline,
    ) async throws -> Schema {
        let mode = TransactionMode(isolation: .repeatableRead, isReadOnly: true)
        return try await connection.transaction(mode, by: deadline) { transaction in
            try await read(in: transaction, including: parts, leavingOut: schemas, by: deadline)
        }
    }

    /// Reads the schema as a transaction sees it, with what it has done itself.
    ///
    /// The transaction's `search_path` and other settings stay changed until it ends.
    package static func read(
        in transaction: Transaction,
        including parts: Set<Part> = [.comments],
        leavingOut schemas: Set<String> = ["ihctl"],
        by deadline: Deadline,
    ) async throws -> Schema {
        try await SchemaReader(parts: parts, leftOut: schemas).read(in: transaction, by: deadline)
    }
}
