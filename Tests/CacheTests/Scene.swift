import Deadlines
import Doctor
import Network
import Platform
import TestSupport
import Testing
import Words

@testable import Cache

extension RedisServer {
    /// Its URL as an agent would have it.
    func url(_ user: String = "", password: String? = nil, database: Int = 0, scheme: String = "redis") -> String {
        let who = password.map { "\(user):\($0)@" } ?? ""
        return "\(scheme)://\(who)127.0.0.1:\(port)/\(database)"
    }
}

/// All checks of the Redis at a URL.
func examine(
    _ url: String,
    trust: TLSExpectation.Trust = .system,
    timeout: Duration = .seconds(30),
    declaring declare: (inout DeclaredCache) -> Void = { _ in },
    changing change: (inout CacheResource) -> Void = { _ in },
) async -> Examination {
    var cache = DeclaredCache()
    declare(&cache)
    var resource = CacheResource(region: "fr-par", cache: cache, url: url, trust: trust)
    // Tests run on machines with too much to do.
    resource.patience = .seconds(20)
    change(&resource)
    return await Doctor([resource.checkup()], timeout: timeout).examine(by: .after(.seconds(90)))
}

extension Examination {
    subscript(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }

    /// `fail cache.memory capacity`, one line each for all that is not healthy or is waited for.
    var told: [String] {
        outcomes.filter { ![.pass, .blocked].contains($0.status) }
            .map { "\($0.status.rawValue) \($0.kind.id) \($0.worst?.failureClass ?? $0.reason ?? "")" }
    }

    var blocked: [String] { outcomes.filter { $0.status == .blocked }.map(\.kind.id) }

    /// Everything else waits for the first check.
    var allElseIsBlocked: Bool { blocked == CacheChecks.all.dropFirst().map(\.id) }
}

extension CheckOutcome {
    /// The commands it gives for mending it, of the worst finding or of the one that is about this.
    func fixes(_ failureClass: FailureClass? = nil) -> [String] {
        let finding = failureClass.map { wanted in findings.first { $0.failureClass == wanted.rawValue } } ?? worst
        return (finding?.remedies ?? []).compactMap { if case .fix(let line) = $0 { line } else { nil } }
    }

    func evidence(_ name: String) -> String? {
        for case .fact(name, let value) in worst?.evidence ?? [] { return value }
        return nil
    }
}

/// Runs a remedy's line as a person would.
@discardableResult
func carryOut(_ line: String?, url: String = "", password: String = "") throws -> String {
    let line = try #require(line)
    let outcome = try run(["env", "REDIS_URL=\(url)", "REDIS_PASSWORD=\(password)", "sh", "-c", line])
    try require(outcome)
    return outcome.output
}

/// Waits for a condition that is asked of a server.
func waitFor(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain: \(what)")
}
