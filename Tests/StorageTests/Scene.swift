import Deadlines
import FoundationEssentials
import HTTP
import Platform
import S3
import TestSupport
import Words

@testable import Storage

/// A store, a stand-in before it that counts and misbehaves, and what is declared of the store.
struct Scene {
    static let http = HTTPClient()
    static var soon: Deadline { .after(.seconds(60)) }

    let store: SeaweedFS
    let standIn: HTTPStandIn
    /// The administrator's own hands, past the stand-in.
    let hands: S3Client

    init(_ store: SeaweedFS? = nil) throws {
        self.store = try store ?? TestServers.objectStore()
        standIn = try HTTPStandIn(before: self.store.port)
        hands = try S3Client(
            endpoint: self.store.endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: SeaweedFS.accessKey, secretAccessKey: SeaweedFS.secretKey),
            client: Self.http,
        )
    }

    func resource(
        _ declared: DeclaredStorage,
        accessKey: String = SeaweedFS.accessKey,
        secretKey: String = SeaweedFS.secretKey,
        endpoint: String? = nil,
    ) throws -> StorageResource {
        try StorageResource(
            region: "fr-par",
            storage: declared,
            endpoint: endpoint ?? standIn.endpoint,
            credentials: S3Credentials(accessKeyID: accessKey, secretAccessKey: secretKey),
            http: Self.http,
            retries: S3Retries(attempts: 4, firstPause: .milliseconds(1), longestPause: .milliseconds(5)),
            settling: [.milliseconds(1), .milliseconds(1)],
        )
    }

    /// For what needs no store.
    static func offline(_ declared: DeclaredStorage) throws -> StorageResource {
        try StorageResource(
            region: "fr-par",
            storage: declared,
            endpoint: "http://127.0.0.1:1",
            credentials: nil,
            http: http,
        )
    }

    static func name(_ hint: String = "t") -> String { "\(hint)-\(UInt64.random(in: 0 ..< .max))" }
}

/// What stands under `storage:` in a platform file.
func declared(_ yaml: String) throws -> DeclaredStorage {
    let scratch = Scratch("storage")
    let indented = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    try scratch.write("platform: t\nstorage:\n\(indented.joined(separator: "\n"))\n", to: "manifests/platform.yaml")
    try scratch.write("", to: "manifests/environments/development.yaml")
    let loader = PlatformLoader(project: Project.around(scratch.path), variables: Variables(process: [:], dotEnv: nil))
    let loaded = try loader.load(environment: "development", region: nil)
    return loaded.platform.storage ?? DeclaredStorage()
}

/// One bucket of this name with this under it, in a store of SeaweedFS's region.
func declared(_ bucket: String, _ yaml: String) throws -> DeclaredStorage {
    let indented = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    return try declared("region: us-east-1\nbuckets:\n  \(bucket):\n\(indented.joined(separator: "\n"))")
}

extension StorageResource {
    /// A whole run: looks, carries out what there is to do, gives what was said.
    @discardableResult
    func bootstrap(by deadline: Deadline = Scene.soon) async throws -> [Finding] {
        var findings: [Finding] = []
        for change in try await survey(by: deadline).changes {
            findings += try await carryOut(change, by: deadline)
        }
        return findings
    }
}

extension Survey {
    /// `~ versioning: false → true`, one line a field.
    var told: [String] {
        changes.flatMap { change in
            change.fields.map { "\(change.kind.rawValue) \($0.path): \($0.from.compact) → \($0.to.compact)" }
        }
    }
}

func s3Error(_ code: String, _ message: String = "told to") -> String {
    "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
}

/// What a look gives once it gives what is wanted, or gave last: SeaweedFS may show an older state for a moment, when news of an earlier
/// write reach its cache after a later one.
func eventually<Value: Sendable>(
    _ look: () async throws -> Value,
    until fits: (Value) -> Bool,
) async throws -> Value {
    let end = ContinuousClock.now + .seconds(20)
    while true {
        let value = try await look()
        if fits(value) || ContinuousClock.now > end { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
}

extension StorageResource {
    /// What a survey tells once it tells this, or told last.
    func told(awaiting wanted: [String] = []) async throws -> [String] {
        try await eventually {
            try await survey(by: Scene.soon).told
        } until: {
            $0 == wanted
        }
    }
}
