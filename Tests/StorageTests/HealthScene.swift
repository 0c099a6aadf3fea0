import Deadlines
import Doctor
import FoundationEssentials
import HTTP
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// All checks of a store and its buckets.
func examine(
    _ resource: StorageResource,
    timeout: Duration = .seconds(60),
    changing change: (inout StorageHealth) -> Void = { _ in },
) async -> Examination {
    var health = StorageHealth(resource)
    // Tests run on machines with too much to do.
    health.patience = .seconds(40)
    change(&health)
    return await Doctor([health.checkup()], timeout: timeout).examine(by: .after(.seconds(150)))
}

/// A resource whose clock is off.
func resource(
    _ declared: DeclaredStorage,
    at endpoint: String,
    accessKey: String = SeaweedFS.accessKey,
    secretKey: String = SeaweedFS.secretKey,
    tls: TLSOptions = TLSOptions(),
    clockAhead: Double = 0,
) throws -> StorageResource {
    try StorageResource(
        region: "fr-par",
        storage: declared,
        endpoint: endpoint,
        credentials: S3Credentials(accessKeyID: accessKey, secretAccessKey: secretKey),
        http: Scene.http,
        tls: tls,
        now: { Date(timeIntervalSinceNow: clockAhead) },
    )
}

extension Examination {
    subscript(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }

    /// `fail storage.connect auth`, one line each for all that is not healthy and not waited for.
    var told: [String] {
        outcomes.filter { ![.pass, .blocked].contains($0.status) }
            .map { "\($0.status.rawValue) \($0.kind.id) \($0.worst?.failureClass ?? $0.reason ?? "")" }
    }

    var blocked: [String] { outcomes.filter { $0.status == .blocked }.map(\.kind.id) }
    var allElseIsBlocked: Bool { outcomes.dropFirst().allSatisfy { $0.status == .blocked } && outcomes.count > 1 }
}

extension CheckOutcome {
    func evidence(_ name: String) -> String? {
        for case .fact(name, let value) in worst?.evidence ?? [] { return value }
        return nil
    }

    var fixes: [String] {
        findings.flatMap(\.remedies).compactMap { if case .fix(let line) = $0 { line } else { nil } }
    }
}

extension HTTPStandIn.Seen {
    /// Of the object that the round trip has written, not of the one that strangers are asked for.
    var isReadingOfProbe: Bool {
        method == "GET" && target.contains("/ihctl-doctor/") && !target.hasSuffix("/none")
    }
}
