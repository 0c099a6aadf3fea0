internal import Deadlines
internal import Platform
internal import S3
internal import Words

extension StorageResource {
    /// Looks at these buckets: one list instead of a question each, and one request for each field that is declared and not left alone.
    func look(at names: [String], by deadline: Deadline) async throws -> StoreSight {
        let account = try await list(by: deadline)
        var sight = StoreSight(
            dialect: StoreDialect(endpoint: endpoint, server: account?.server),
            buckets: [:],
            requests: 1
        )
        let own = Set(account?.buckets.map(\.name) ?? [])
        sight.undeclared = own.subtracting(storage.buckets.names).count
        let missing = names.filter { !own.contains($0) }
        let presences = await inFlight(atOnce, missing) { name in await presence(of: name, by: deadline) }
        sight.requests += missing.count
        for name in names { sight.buckets[name] = BucketSight(presence: .present) }
        for (name, presence) in zip(missing, presences) { sight.buckets[name]?.presence = presence }
        for bucket in account?.buckets ?? [] where bucket.region != nil {
            guard let region = bucket.region, wants(BucketField.location, of: bucket.name) else { continue }
            sight.buckets[bucket.name]?.fields[BucketField.location] = .picture(.string(region))
        }
        try Task.checkCancellation()
        await look(at: names.filter { sight.buckets[$0]?.presence == .present }, &sight, by: deadline)
        try Task.checkCancellation()
        try refuseSilence(of: sight)
        return sight
    }

    /// Nil where the key may not list: then every bucket is asked for by its name.
    private func list(by deadline: Deadline) async throws -> S3Account? {
        do throws(S3Error) {
            return try await client.listBuckets(by: deadline)
        } catch {
            let fault = StoreFault(error)
            if fault.kind == .permission { return nil }
            try Task.checkCancellation()
            throw failure(fault)
        }
    }

    private func presence(of name: String, by deadline: Deadline) async -> BucketSight.Presence {
        do throws(S3Error) {
            return try await client.bucketExists(name, by: deadline) ? .present : .absent
        } catch {
            guard let refusal = error.refusal, [301, 307, 403].contains(refusal.status) else { return .untold(error) }
            switch StoreFault(error).kind {
            case .permission, .elsewhere: return .taken(refusal.words)
            default: return .untold(error)
            }
        }
    }

    private func look(at names: [String], _ sight: inout StoreSight, by deadline: Deadline) async {
        let dialect = sight.dialect
        var jobs: [(bucket: String, field: String)] = []
        for name in names {
            let fields = [BucketField.location] + BucketField.all.map(\.name)
            for field in fields where wants(field, of: name) && sight.buckets[name]?.fields[field] == nil {
                jobs.append((name, field))
            }
        }
        let sights = await inFlight(atOnce, jobs) { job in
            await look(at: job.field, of: job.bucket, dialect, by: deadline)
        }
        for (job, seen) in zip(jobs, sights) { sight.buckets[job.bucket]?.fields[job.field] = seen }
        sight.requests += jobs.count
    }

    func look(
        at field: String,
        of bucket: String,
        _ dialect: StoreDialect,
        by deadline: Deadline,
    ) async -> FieldSight {
        if dialect.lacking.contains(field) { return .unsupported("known of this store") }
        if let field = BucketField.all.first(where: { $0.name == field }) {
            return await field.look(client, bucket, deadline)
        }
        let location = BucketField.look(at: BucketLocation.self) { location in
            location.constraint.isEmpty && !dialect.emptyLocationIsFirst ? .null : .string(location.region)
        }
        let seen = await location(client, bucket, deadline)
        return seen == .picture(.null) ? .unsupported("it tells no location") : seen
    }

    /// Where no field of any bucket got an answer, the store is gone: one failure says it better than one for each field.
    private func refuseSilence(of sight: StoreSight) throws {
        let all = sight.buckets.values.flatMap { bucket -> [S3Error?] in
            if case .untold(let error) = bucket.presence { return [error] }
            return bucket.fields.values.map { if case .failed(let error) = $0 { error } else { nil } }
        }
        guard let first = all.first, let error = first else { return }
        let faults = all.map { $0.map { StoreFault($0) } }
        if faults.allSatisfy({ $0?.kind == .unreachable }) { throw failure(StoreFault(error)) }
    }

    /// Declared, and not left alone.
    func wants(_ field: String, of name: String) -> Bool {
        guard let bucket = storage.buckets[name], !bucket.ignore.contains(field) else { return false }
        return bucket.declares(field)
    }
}

extension DeclaredBucket {
    func declares(_ field: String) -> Bool {
        if field == BucketField.location { return location != nil }
        return BucketField.all.contains { $0.name == field && $0.wish(self, .other) != nil }
    }
}
