internal import CLibNATS
package import Deadlines

/// The library behind all connections.
package enum NATS {
    /// Ends libnats's own threads; once, at the program's end, when every connection has been closed or let go.
    ///
    /// False where connections or threads were still there at the deadline.
    @discardableResult
    package static func shutDown(by deadline: Deadline) async -> Bool {
        // libnats waits for ever for a connection that still stands when its thread for messages has gone.
        guard await LibraryConnection.census.isEmpty(by: deadline) else { return false }
        return await onOwnThread("nats.shutdown") { _ in
            let status = nats_CloseAndWait(Int64(max(1, deadline.remainingMilliseconds)))
            return status == NATS_OK || status == NATS_NOT_INITIALIZED
        }
    }
}
