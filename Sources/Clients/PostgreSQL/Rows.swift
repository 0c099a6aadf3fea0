internal import CLibPQ

/// What a statement gave: rows, and the tag that says what was done.
///
/// Memory stays with libpq; a row is a view of it.
package struct Rows: Sendable, RandomAccessCollection {
    let result: Answer
    package let notices: [Notice]
    package let count: Int

    init(_ result: Answer, notices: [Notice]) {
        self.result = result
        self.notices = notices
        count = Int(PQntuples(result.pointer))
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < count, "row \(position) of \(count)")
        return Row(result: result, index: Int32(position))
    }

    package var columns: [Column] { result.columns }
    /// `SELECT 3`, `CREATE TABLE`.
    package var tag: String { result.tag }
    /// How many rows were inserted, changed, deleted or selected.
    package var affected: Int { Int(result.affected) ?? 0 }

    /// The one value of the first row: for `select count(*)` and the like.
    package func value<Value: ColumnValue>(as type: Value.Type = Value.self) throws(PostgreSQLError) -> Value {
        guard let row = first else { throw PostgreSQLError(.undecodable(column: "1", type: "\(type)", isNull: true)) }
        return try row[0]
    }
}

package struct Column: Sendable, Hashable {
    package let name: String
    /// The type's oid in `pg_type`.
    package let type: UInt32
}

/// One row; a column is asked for by name or index, and the type decides what it is read as: `let n: Int = try
/// row["n"]`.
package struct Row: Sendable {
    let result: Answer
    let index: Int32

    package var columns: [Column] { result.columns }

    package subscript<Value: ColumnValue>(name: String) -> Value {
        get throws(PostgreSQLError) {
            guard let column = result.index(ofColumn: name) else { throw PostgreSQLError(.noColumn(name)) }
            return try value(column)
        }
    }

    package subscript<Value: ColumnValue>(column: Int) -> Value {
        get throws(PostgreSQLError) {
            guard column >= 0, column < result.columns.count else { throw PostgreSQLError(.noColumn("\(column + 1)")) }
            return try value(Int32(column))
        }
    }

    /// All columns in order, each read as the type in its place.
    package func decoded<each Value: ColumnValue>(
        as types: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgreSQLError) -> (repeat each Value) {
        var column = -1
        func next() -> Int {
            column += 1
            return column
        }
        return (repeat try self[next()] as each Value)
    }

    /// The text of every column, nil for null.
    package var texts: [String?] {
        (0..<Int32(result.columns.count)).map { column in bytes(column).map { String(decoding: $0, as: UTF8.self) } }
    }

    private func value<Value: ColumnValue>(_ column: Int32) throws(PostgreSQLError) -> Value {
        let bytes = bytes(column)
        guard let value = Value(postgreSQLText: bytes) else {
            let name = result.columns[Int(column)].name
            throw PostgreSQLError(.undecodable(column: name, type: "\(Value.self)", isNull: bytes == nil))
        }
        return value
    }

    /// Lent: good while `result` lives.
    private func bytes(_ column: Int32) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result.pointer, index, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, index, column),
            count: Int(PQgetlength(result.pointer, index, column)),
        )
    }
}

/// A `PGresult` and its end.
///
/// `@unchecked Sendable`: after libpq has handed it out nothing changes it any more, which its manual promises for use
/// from several threads.
final class Answer: @unchecked Sendable {
    let pointer: OpaquePointer
    let columns: [Column]
    let tag: String
    let affected: String

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        tag = String(cString: PQcmdStatus(pointer))
        affected = String(cString: PQcmdTuples(pointer))
        columns = (0..<PQnfields(pointer)).map { index in
            Column(name: PQfname(pointer, index).map { String(cString: $0) } ?? "", type: PQftype(pointer, index))
        }
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// The first column of that very name.
    func index(ofColumn name: String) -> Int32? {
        columns.firstIndex { $0.name == name }.map { Int32($0) }
    }
}
