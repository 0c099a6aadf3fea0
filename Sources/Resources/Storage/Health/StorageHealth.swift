internal import Deadlines
internal import Ladder
internal import Network
internal import Platform
internal import S3
package import Words

extension StorageResource: Checkable {
    package func checkup() -> Checkup { StorageHealth(self).checkup() }
}

/// How the store and each of its buckets are looked at.
struct StorageHealth: Sendable {
    let resource: StorageResource
    /// Tells what it sees: nothing is asked twice.
    let client: S3Client
    /// A leg of the round trip that takes longer is worth a word.
    var patience = Duration.seconds(3)
    /// An upload that is still not done after so long is left over.
    var leftover = Duration.seconds(86_400)
    /// Of this run: whoever comes later need not wait for what is known.
    let silence = EndpointSilence()

    init(_ resource: StorageResource) {
        self.resource = resource
        var client = resource.client
        client.retries = .none
        self.client = client
    }

    func checkup() -> Checkup {
        let door = Slot<StoreDoor>()
        let connect = Check(StorageChecks.connect, of: resource.address, declaredAt: ["storage", "endpoint"]) {
            await self.connect(by: $0, into: door)
        }
        let buckets = resource.storage.buckets.names.flatMap { checks(of: $0, behind: door) }
        return Checkup(of: resource.address, parallelism: 8, [connect] + buckets)
    }

    private func checks(of name: String, behind door: Slot<StoreDoor>) -> [Check] {
        let bucket = BucketHealth(health: self, name: name)
        let isSet = !resource.wantedFields(of: name).isEmpty || bucket.asksForUndeclaredRules
        func check(_ kind: CheckKind, _ look: @escaping @Sendable (Deadline) async throws -> Diagnosis) -> Check {
            Check(kind, of: bucket.address, declaredAt: ["storage", "buckets", name]) { deadline in
                if let failure = silence.failure { return .found(known(failure, kind, bucket.address)) }
                let diagnosis = try await look(deadline)
                // What takes bytes there may hang alone, while the store answers.
                if !kind.tags.contains("writes") { silence.note(diagnosis) }
                return diagnosis
            }
        }
        return [check(StorageChecks.bucket) { try await bucket.presence(door.value, by: $0) }]
            + (isSet ? [check(StorageChecks.settings) { try await bucket.settings(door.value, by: $0) }] : []) + [
                check(StorageChecks.permissions) { try await bucket.permissions(by: $0) },
                check(StorageChecks.access) { try await bucket.access(by: $0) },
                check(StorageChecks.uploads) { try await bucket.uploads(by: $0) },
                check(StorageChecks.roundTrip) { try await bucket.roundTrip(by: $0) },
            ]
    }
}

extension StorageHealth {
    fileprivate func known(_ failure: TransportFailure, _ kind: CheckKind, _ target: Words.Address) -> Finding {
        var finding = Finding(kind, at: target, failure, of: "S3", at: endpoint)
        finding.evidence.append(.fact("asked", "no more: the last \(EndpointSilence.limit) questions had no answer"))
        return finding
    }
}

/// What the first check leaves to the others.
struct StoreDoor: Sendable {
    let dialect: StoreDialect
    /// Nil where the key may not list them.
    let buckets: Set<String>?
}

/// One bucket for one run: what its checks share.
struct BucketHealth: Sendable {
    let health: StorageHealth
    let name: String
    let sight = Slot<Listing>()
    let trip = Once<ProbeTrip>()

    var resource: StorageResource { health.resource }
    var client: S3Client { health.client }
    var address: Words.Address { .bucket(name, resource.region) }

    /// What the signed listing of one key said.
    struct Listing: Sendable {
        let isAllowed: Bool
        let key: String?
    }
}

extension StorageResource {
    /// The fields that are declared and not left alone, as they are to be read.
    func wantedFields(of name: String) -> [String] {
        ([BucketField.location] + BucketField.all.map(\.name)).filter { wants($0, of: name) }
    }
}
