internal import CLibPQ
internal import Deadlines

/// What one statement of a script did.
package struct StatementOutcome: Sendable {
    /// `CREATE TABLE`, `INSERT 0 3`; empty for an empty statement.
    package let tag: String
    package let rows: Rows
}

extension Handle {
    /// One statement with parameters, over the extended protocol.
    mutating func query(_ sql: SQL) throws(PostgreSQLError) -> Rows {
        try send(sql)
        guard let rows = try collect(sql.text).last else { throw lost() }
        return rows
    }

    /// Any number of statements without parameters, over the simple protocol: one transaction unless the script says
    /// otherwise.
    mutating func execute(_ script: String) throws(PostgreSQLError) -> [StatementOutcome] {
        try refuseNUL(script, nil)
        try send { PQsendQuery($0, script) }
        return try collect(script).map { StatementOutcome(tag: $0.tag, rows: $0) }
    }

    mutating func send(_ sql: SQL) throws(PostgreSQLError) {
        let arguments = try Arguments(sql)
        try send { arguments.send(sql.text, to: $0) }
    }

    /// Reads every result up to the end of the call and throws the first error, when the connection is ready for the
    /// next call.
    mutating func collect(_ statement: String) throws(PostgreSQLError) -> [Rows] {
        var answers: [Answer] = []
        var failure: PostgreSQLError?
        while let answer = try nextAnswer(after: answers.count) {
            switch answer.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                if failure == nil { answers.append(answer) }
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = failure ?? self.failure(.copyNotHere)
                try leaveCopy(answer)
            default:
                if failure == nil { failure = self.failure(of: answer, statement) }
            }
        }
        let notices = notices
        if var failure {
            failure.completedStatements = answers.count
            failure.notices = notices
            throw failure
        }
        return answers.map { Rows($0, notices: notices) }
    }

    private mutating func nextAnswer(after completed: Int) throws(PostgreSQLError) -> Answer? {
        do throws(PostgreSQLError) {
            return try nextAnswer()
        } catch {
            var failure = error
            failure.completedStatements = completed
            throw failure
        }
    }

    /// The error of a result; one that this call itself brought about by cancelling is told by its cause.
    func failure(of answer: Answer, _ statement: String?) -> PostgreSQLError {
        guard let error = ServerError(answer.pointer, statement: statement) else {
            let text = PQresultErrorMessage(answer.pointer).map { String(cString: $0) } ?? ""
            return failure(.library(text))
        }
        if error.code == .queryCanceled, let kind = call.givenUp { return failure(kind) }
        if error.endsSession { return failure(.connectionLost(error), usable: false) }
        return failure(.server(error))
    }
}

func refuseNUL(_ text: String, _ parameter: Int?) throws(PostgreSQLError) {
    guard !text.utf8.contains(0) else { throw PostgreSQLError(.nulInText(parameter: parameter)) }
}

/// Parameters in the form libpq takes them, for one call.
struct Arguments {
    private let values: [[UInt8]?]
    private let formats: [Int32]

    init(_ sql: SQL) throws(PostgreSQLError) {
        try refuseNUL(sql.text, nil)
        guard sql.parameters.count <= 65_535 else { throw PostgreSQLError(.tooManyParameters(sql.parameters.count)) }
        var values: [[UInt8]?] = []
        var formats: [Int32] = []
        for (index, parameter) in sql.parameters.enumerated() {
            switch parameter {
            case .null: values.append(nil)
            case .text(let text):
                try refuseNUL(text, index + 1)
                values.append(Array(text.utf8) + [0])
            case .bytes(let bytes): values.append(bytes)
            }
            if case .bytes = parameter { formats.append(1) } else { formats.append(0) }
        }
        self.values = values
        self.formats = formats
    }

    /// libpq copies everything before it returns.
    func send(_ text: String, to pointer: OpaquePointer) -> Int32 {
        let count = values.count
        var room = values.reduce(into: 0) { $0 += $1?.count ?? 0 }
        // One block for all values: an empty value still needs an address that is not null.
        room = max(room, 1)
        return withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { block in
            var addresses: [UnsafePointer<CChar>?] = []
            var lengths: [Int32] = []
            var offset = 0
            for value in values {
                guard let value else {
                    addresses.append(nil)
                    lengths.append(0)
                    continue
                }
                block[offset..<offset + value.count].copyBytes(from: value)
                addresses.append(
                    block.baseAddress.map { UnsafePointer(($0 + offset).assumingMemoryBound(to: CChar.self)) }
                )
                lengths.append(Int32(clamping: value.count))
                offset += value.count
            }
            return PQsendQueryParams(pointer, text, Int32(count), nil, addresses, lengths, formats, 0)
        }
    }
}
