import Deadlines
import NATS
import TestSupport
import Testing

/// Generous: no test here means to wait so long.
func soon() -> Deadline { .after(.seconds(40)) }

/// What "at once" may take on a machine that is busy with other things; whatever hangs here hangs for longer.
let quick = Duration.seconds(20)

func connect(_ server: NATSServer, _ credentials: NATSCredentials? = nil) async throws -> NATSConnection {
    try await NATSConnection.open(NATSOptions(url: server.url, credentials: credentials), by: soon())
}

/// The error of a call that must fail.
func failure<Value>(_ body: () async throws(NATSError) -> Value) async -> NATSError? {
    do throws(NATSError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// How a failing open ends, and after how long.
func failedOpen(_ url: String, limit: Duration = .seconds(50)) async throws -> (error: NATSError?, time: Duration) {
    let options = try NATSOptions(url: url)
    let start = ContinuousClock.now
    let error = await failure { () throws(NATSError) in try await NATSConnection.open(options, by: .after(limit)) }
    return (error, ContinuousClock.now - start)
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Asks again every 20 ms until the answer is yes; fails, naming what never came, after a long while.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = soon()
    while !deadline.hasPassed {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain: \(what)")
}
