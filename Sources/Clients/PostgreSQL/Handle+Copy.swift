internal import CLibPQ
internal import Deadlines

extension Handle {
    /// After so many bytes, or so long, a copy looks at the server, the deadline and the bell.
    private static let copyBatch = 65_536
    private static let copyPause: Duration = .milliseconds(10)

    /// Hands on the pieces of a `copy … to stdout` until `take` says no, which cancels the rest.
    mutating func copyOut(_ statement: String, _ take: ([UInt8]) -> Bool) throws(PostgreSQLError) {
        try enterCopy(statement, PGRES_COPY_OUT)
        var wanted = true
        while let piece = try nextCopyPiece() {
            if wanted, !take(piece) {
                wanted = false
                stop(.cancelled)
            }
        }
        _ = try collect(statement)
    }

    /// Feeds a `copy … from stdin`; `next` gives nil at the end.
    mutating func copyIn(_ statement: String, _ next: () -> [UInt8]?) throws(PostgreSQLError) -> Rows? {
        let pointer = try connection()
        try enterCopy(statement, PGRES_COPY_IN)
        call.isCopyingIn = true
        var (unsent, since) = (0, ContinuousClock.now)
        while call.isCopyingIn {
            guard let piece = next() else {
                call.isCopyingIn = false
                PQputCopyEnd(pointer, nil)
                break
            }
            let taken = piece.withUnsafeBytes { bytes in
                PQputCopyData(pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            // Refused: the server has ended the copy, and its reason is the next result.
            if taken < 0 { break }
            unsent += piece.count
            if unsent >= Handle.copyBatch || since.duration(to: .now) >= Handle.copyPause {
                try drain()
                (unsent, since) = (0, .now)
            }
        }
        call.isCopyingIn = false
        return try collect(statement).last
    }

    /// The next piece of a copy; nil at its end, when the results follow.
    mutating func nextCopyPiece() throws(PostgreSQLError) -> [UInt8]? {
        let pointer = try connection()
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(pointer, &buffer, 1)
            if count > 0, let buffer {
                defer { PQfreemem(buffer) }
                return [UInt8](UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            }
            if count < 0 { return nil }
            try waitForServer(alsoToSend: false)
        }
    }

    /// Waits until libpq has nothing left to send, so that its memory does not grow with the copy; here the call
    /// notices its end.
    private mutating func drain() throws(PostgreSQLError) {
        let pointer = try connection()
        var flushed: Int32
        repeat {
            flushed = PQflush(pointer)
            if flushed < 0 { throw lost() }
            try waitForServer(alsoToSend: true)
        } while flushed > 0 && call.isCopyingIn
    }

    private mutating func enterCopy(_ statement: String, _ wanted: ExecStatusType) throws(PostgreSQLError) {
        try refuseNUL(statement, nil)
        try send { PQsendQuery($0, statement) }
        guard let answer = try nextAnswer() else { throw lost() }
        if answer.status == wanted { return }
        var failure = failure(.copyNotHere)
        if answer.status == PGRES_FATAL_ERROR { failure = self.failure(of: answer, statement) }
        if answer.status == PGRES_COPY_IN || answer.status == PGRES_COPY_OUT { try leaveCopy(answer) }
        while try nextAnswer() != nil {}
        throw failure
    }

    /// Ends a copy that nobody asked for.
    mutating func leaveCopy(_ answer: Answer) throws(PostgreSQLError) {
        let pointer = try connection()
        if answer.status == PGRES_COPY_OUT {
            cancelAgain()
            while try nextCopyPiece() != nil {}
        } else {
            PQputCopyEnd(pointer, "no data here")
        }
    }
}
