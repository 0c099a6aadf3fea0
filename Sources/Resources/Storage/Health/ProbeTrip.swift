internal import Cryptography
internal import Deadlines
internal import Platform
internal import S3
internal import Words

/// What became of an object of ihctl's own: put, read back, looked at, deleted.
struct ProbeTrip: Sendable {
    struct Leg: Sendable {
        let duration: Duration
        let error: S3Error?

        /// Nil where nobody can tell: the store failed before it said no.
        var isAllowed: Bool? {
            guard let error else { return true }
            switch error.refusal?.status {
            case 403: return false
            // Nothing there, or nothing in it: whoever is told so may look.
            case 404, 416: return true
            default: return nil
            }
        }
    }

    let key: String
    /// Nothing was written: objects of this bucket cannot be taken away again.
    var isBarred = false
    var put: Leg?
    var get: Leg?
    var head: Leg?
    var delete: Leg?
    var written = ""
    /// SHA-256, hex.
    var read: String?
    /// What could not be taken away: the versions' ids.
    var left: [String] = []
    /// How much of earlier runs was taken away.
    var swept = 0

    /// The first that the store did not answer as it should, in the order of the trip.
    var firstError: S3Error? {
        [put, get, head, delete].lazy.compactMap { $0?.error }.first { $0.refusal?.status != 403 }
    }
}

extension BucketHealth {
    /// The trip, made once for all checks that want to know of it.
    func probe(by deadline: Deadline) async throws -> ProbeTrip {
        guard let trip = await trip.value({ await travel(by: deadline) }) else { throw CancellationError() }
        return trip
    }

    private func travel(by deadline: Deadline) async -> ProbeTrip {
        var trip = ProbeTrip(key: ProbeKey().text)
        // What is left is for cleaning up.
        let limit = Deadline.after(deadline.remaining * 0.6)
        guard await !keepsWhatIsPut(by: limit) else {
            trip.isBarred = true
            return trip
        }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<1_024).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        trip.written = DigestAlgorithm.sha256.digest(of: bytes).hexadecimal
        let key = trip.key
        let (put, stored) = await leg { () async throws(S3Error) in
            try await client.putObject(bytes, to: key, in: name, by: limit)
        }
        trip.put = put
        if let status = put.error?.refusal?.status, status < 500 {
            await travelWithoutWriting(&trip, by: limit)
            return trip
        }
        if put.error == nil {
            let (get, object) = await leg { () async throws(S3Error) in
                try await client.getObject(key, in: name, limit: 1 << 20, by: limit)
            }
            trip.get = get
            trip.read = object.map { DigestAlgorithm.sha256.digest(of: $0.bytes).hexadecimal }
            trip.head = await leg { () async throws(S3Error) in try await client.headObject(key, in: name, by: limit) }
                .0
        }
        // Where nobody waits any more, it is still done.
        let last = cleaningTime(before: deadline)
        let version = stored?.versionID
        (trip.delete, trip.left) = await unstopped { await clean(key, version, by: last) }
        if trip.firstError == nil, !Task.isCancelled { trip.swept = await sweep(by: last) }
        return trip
    }

    /// Where nothing may be written, what else the key may do: it reads what is there, and deletes what is not.
    private func travelWithoutWriting(_ trip: inout ProbeTrip, by deadline: Deadline) async {
        let key = trip.key
        if let listing = try? sight.value, listing.isAllowed {
            trip.get = await leg { () async throws(S3Error) in
                try await client.getObject(listing.key ?? key, in: name, range: 0...0, limit: 1 << 16, by: deadline)
            }.0
        }
        let last = cleaningTime(before: deadline)
        let (delete, left) = await unstopped { await clean(key, nil, by: last) }
        trip.delete = delete
        // A deletion that was let through leaves a marker where versions are kept.
        if delete.error == nil { trip.left = left }
    }

    /// Whether a lock would keep the probe there.
    ///
    /// A key that may not ask tries: what it leaves is told.
    private func keepsWhatIsPut(by deadline: Deadline) async -> Bool {
        if resource.storage.buckets[name]?.objectLock?.retention != nil { return true }
        let lock = try? await client.get(StoredLock.self, of: name, by: deadline)
        return lock?.value?.defaultRetention != nil
    }

    /// Enough to say what became of it, where somebody waits; where nobody does any more, a time of its own.
    func cleaningTime(before deadline: Deadline) -> Deadline {
        .after(Task.isCancelled ? .seconds(2) : max(deadline.remaining * 0.85, .milliseconds(500)))
    }

    /// Deletes the object, and every version and marker of it that a deletion leaves.
    private func clean(_ key: String, _ version: String?, by deadline: Deadline) async -> (ProbeTrip.Leg, [String]) {
        let (delete, _) = await leg { () async throws(S3Error) in
            try await client.deleteObject(key, in: name, version: version, by: deadline)
        }
        do throws(S3Error) {
            var left: [String] = []
            var wasVersioned = false
            for version in try await versions(of: key, by: deadline) {
                let (deletion, _) = await leg { () async throws(S3Error) in
                    try await client.deleteObject(key, in: name, version: version.versionID, by: deadline)
                }
                if deletion.error != nil { left.append(version.versionID) }
                wasVersioned = true
            }
            // Where versioning is suspended, a store may say yes to it and keep the marker all the same.
            if wasVersioned, left.isEmpty {
                for version in try await versions(of: key, by: deadline) {
                    if version.isNullMarker { await removeMarker(of: key, by: deadline) }
                    left.append(version.versionID)
                }
                if !left.isEmpty { left = try await versions(of: key, by: deadline).map(\.versionID) }
            }
            return (delete, left)
        } catch {
            // A store without versions, or a key that may not list them: what the deletion said is all there is.
            return (delete, delete.error == nil ? [] : [version ?? "null"])
        }
    }

    private func versions(of key: String, by deadline: Deadline) async throws(S3Error) -> [ListedVersion] {
        try await client.listVersions(in: name, prefix: key, by: deadline).versions.filter { $0.key == key }
    }

    /// A marker without a version of its own goes with an object that takes its place.
    func removeMarker(of key: String, by deadline: Deadline) async {
        guard (try? await client.putObject([], to: key, in: name, by: deadline)) != nil else { return }
        try? await client.deleteObject(key, in: name, version: "null", by: deadline)
    }

    private func leg<Value: Sendable>(
        _ work: () async throws(S3Error) -> Value
    ) async -> (ProbeTrip.Leg, Value?) {
        let began = ContinuousClock.now
        do throws(S3Error) {
            let value = try await work()
            return (ProbeTrip.Leg(duration: ContinuousClock.now - began, error: nil), value)
        } catch {
            return (ProbeTrip.Leg(duration: ContinuousClock.now - began, error: error), nil)
        }
    }
}

extension ListedVersion {
    /// What a deletion leaves where versioning is suspended; SeaweedFS keeps it whoever deletes it.
    var isNullMarker: Bool { isDeletion && versionID == "null" }
}
