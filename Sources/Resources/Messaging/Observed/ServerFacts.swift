internal import NATS

/// What of a server decides what it can do.
struct ServerFacts: Sendable, Hashable {
    let version: String
    let numbers: [Int]
    /// It keeps its streams alone: no copy can stand elsewhere.
    let isSingle: Bool

    init(version: String, isSingle: Bool) {
        self.version = version
        self.isSingle = isSingle
        numbers = version.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    }

    init(_ info: ServerInfo) {
        // A leaf without JetStream of its own hands requests on to servers that we do not see.
        self.init(version: info.version, isSingle: info.hasJetStream && info.cluster == nil)
    }

    func isAtLeast(_ wanted: Release) -> Bool {
        !numbers.lexicographicallyPrecedes([wanted.major, wanted.minor])
    }
}

/// A release of nats-server that brought something.
struct Release: Sendable, Hashable, CustomStringConvertible {
    let major: Int
    let minor: Int

    init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    var description: String { "\(major).\(minor)" }
    /// Before everything that still runs.
    static let always = Release(2, 2)
}
