internal import CLibNATS

/// The library behind all connections.
package enum NATS {
    /// Ends libnats's own threads; once, before the program's end, when no connection is open any more.
    ///
    /// False where they did not end in time.
    @discardableResult
    package static func shutDown(within limit: Duration = .seconds(1)) -> Bool {
        natsStatusIsFine(nats_CloseAndWait(Int64(limit / .milliseconds(1))))
    }

    private static func natsStatusIsFine(_ status: natsStatus) -> Bool {
        status == NATS_OK || status == NATS_NOT_INITIALIZED
    }
}
