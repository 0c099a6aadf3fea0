import Deadlines
import Doctor
import Glibc
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// One region's checks over a server, with patience short enough for a test.
func health(
    _ text: String,
    _ url: String,
    _ credentials: NATSCredentials? = nil,
    monitoring: String? = nil,
    cluster: String? = nil,
    limits: HealthLimits = .ofTests,
    authorities: String? = nil,
) throws -> MessagingHealth {
    var options = try NATSOptions(url: url, credentials: credentials)
    options.tls.authorities = authorities
    return MessagingHealth(
        region: "fr-par",
        messaging: try messaging(text),
        options: options,
        monitoring: monitoring,
        cluster: cluster,
        limits: limits
    )
}

extension HealthLimits {
    /// A busy machine is no fault of the server's.
    static let ofTests: HealthLimits = {
        var limits = HealthLimits()
        limits.latency = .seconds(60)
        return limits
    }()
}

extension MessagingHealth {
    func examine(_ selection: Selection = Selection(), timeout: Duration = .seconds(30)) async -> Examination {
        await Doctor([checkup()], timeout: timeout).examine(selection, by: .after(.seconds(240)))
    }
}

extension Examination {
    /// Of a check, by what its target ends with where several have one.
    func outcome(_ id: String, _ target: String = "") -> CheckOutcome? {
        outcomes.first { $0.kind.id == id && $0.target.description.hasSuffix(target) }
    }

    /// All that is not well, in a line each.
    var troubles: [String] {
        outcomes.filter { $0.status != .pass }.map { "\($0.status) \($0.kind.id) \($0.target) \($0.summary)" }
    }

    /// Checks that failed or were blocked by id; skipped ones aside.
    func ids(_ status: CheckOutcome.Status) -> Set<String> {
        Set(outcomes.filter { $0.status == status }.map(\.kind.id))
    }
}

extension CheckOutcome {
    var failureClass: String? { worst?.failureClass }

    func fact(_ name: String) -> String? {
        for case .fact(name, let value) in worst?.evidence ?? [] { return value }
        return nil
    }

    var commands: [String] {
        (worst?.remedies ?? []).compactMap { if case .fix(let line) = $0 { line } else { nil } }
    }
}

/// A client that speaks and never listens.
final class DeafClient: Sendable {
    private let descriptor: Int32

    init(port: Int, saying text: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var size: Int32 = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(connected)
        let bytes = Array(text.utf8)
        try #require(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    deinit { close(descriptor) }
}
