package import Deadlines
internal import Platform
internal import S3
package import Words

extension StorageResource {
    /// Nobody knows how much is in a bucket that goes.
    package func takesItsTime(_ change: Change) -> Bool { change.kind == .replace || change.kind == .destroy }

    /// The limit of one step.
    private func step(_ deadline: Deadline) -> Deadline { deadline.sooner(of: .after(patience)) }

    /// An error among the findings means that a field could not be set; the others are, and the next survey shows what is left.
    package func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        guard let name = bucketName(change.address), change.isFeasible else { throw StaleChange(change.address) }
        if change.kind == .destroy { return try await destroy(name, change, by: deadline) }
        guard storage.buckets[name] != nil else { throw StaleChange(change.address) }
        let sight = try await look(at: [name], by: step(deadline))
        guard let bucket = sight.buckets[name] else { throw StaleChange(change.address) }
        let judgement = judge(name, bucket, sight.dialect)
        guard let current = judgement.change else { return judgement.findings }
        guard change.covers(current) else { throw StaleChange(change.address) }
        switch current.kind {
        case .update: return try await mend(name, judgement, sight.dialect, by: step(deadline))
        case .create: return try await make(name, sight.dialect, by: step(deadline))
        case .replace:
            try await remove(name, by: deadline)
            return try await make(name, sight.dialect, by: step(deadline))
        case .destroy, .impossible, .person: throw StaleChange(change.address)
        }
    }

    /// What would take a bucket away, and all that is in it; nil where there is no such bucket.
    package func destruction(of name: String, by deadline: Deadline) async throws -> Change? {
        do throws(S3Error) {
            guard try await client.bucketExists(name, by: deadline) else { return nil }
        } catch {
            throw failure(StoreFault(error), of: name, "cannot be looked at")
        }
        let loss = try await contents(of: name, by: deadline)
        let digest = BucketSight(presence: .present).digest
        return Change(.destroy, .bucket(name, region), loss: loss, precondition: digest)
    }

    private func destroy(_ name: String, _ change: Change, by deadline: Deadline) async throws -> [Finding] {
        guard let current = try await destruction(of: name, by: step(deadline)) else { return [] }
        guard current.precondition == change.precondition else { throw StaleChange(change.address) }
        try await remove(name, by: deadline)
        return []
    }

    private func make(_ name: String, _ dialect: StoreDialect, by deadline: Deadline) async throws -> [Finding] {
        try await create(name, dialect, by: deadline)
        // What a new bucket comes with differs from store to store.
        let sight = try await look(at: [name], by: deadline)
        guard let bucket = sight.buckets[name], bucket.presence == .present else {
            throw StaleChange(.bucket(name, region))
        }
        return try await mend(name, judge(name, bucket, sight.dialect), sight.dialect, by: deadline)
    }

    private func create(_ name: String, _ dialect: StoreDialect, by deadline: Deadline) async throws {
        let location = wants(BucketField.location, of: name) ? storage.buckets[name]?.location : nil
        let isLocked = wants("object_lock", of: name) && !dialect.lacking.contains("object_lock")
        var pauses = settling[...]
        while true {
            do throws(S3Error) {
                try await client.createBucket(name, in: location, objectLock: isLocked, by: deadline)
                return
            } catch {
                try Task.checkCancellation()
                if error.code == .bucketAlreadyExists { throw taken(error, name) }
                // Two who make it at once: a store may tell one of them that it is not there.
                guard error.code == .noSuchBucket, let pause = pauses.popFirst(), pause < deadline.remaining else {
                    throw failure(StoreFault(error), of: name, "cannot be made")
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func taken(_ error: S3Error, _ name: String) -> ResourceFailure {
        ResourceFailure(
            Finding(
                "storage.bucket.taken",
                .error,
                subject: Address.bucket(name, region).description,
                "the name is somebody else's",
                evidence: StoreFault(error).evidence,
                remedies: [.hint("choose another name: all accounts of a store share one set of names")],
                failureClass: .permission,
                topic: "storage.bucket.taken"
            ),
            isAnswer: true
        )
    }

    private func remove(_ name: String, by deadline: Deadline) async throws {
        let left: [UndeletedObject]
        do throws(S3Error) {
            left = try await BucketEmptying(client: client, bucket: name, patience: patience).run(by: deadline)
            if left.isEmpty { try await client.deleteBucket(name, by: step(deadline)) }
        } catch {
            try Task.checkCancellation()
            if error.code == .noSuchBucket { return }
            throw failure(StoreFault(error), of: name, "cannot be taken away")
        }
        if let first = left.first { throw undeletable(first, left.count, name) }
    }

    private func undeletable(_ object: UndeletedObject, _ count: Int, _ name: String) -> ResourceFailure {
        ResourceFailure(
            Finding(
                "storage.bucket.failed",
                .error,
                subject: Address.bucket(name, region).description,
                "cannot be emptied: \(count) objects of a batch stay",
                evidence: [
                    .fact("object", object.key), .fact("answer", object.code.rawValue), .verbatim(object.message),
                ],
                remedies: [.hint("objects under a lock or a legal hold stay until it ends")],
                failureClass: .invalid,
                topic: "storage.bucket.failed"
            ),
            isAnswer: true
        )
    }
}

extension Change {
    /// Whether what is to be done now is what was planned, or what is left of it: somebody may have begun, as a run that was killed.
    fileprivate func covers(_ current: Change) -> Bool {
        let planned = Set(fields.map(\.step))
        let left = Set(current.fields.map(\.step))
        if kind == current.kind, precondition == current.precondition, planned == left { return true }
        switch (kind, current.kind) {
        case (.update, .update): return left.isStrictSubset(of: planned)
        // Made meanwhile, perhaps by a run beside this one that has set nothing yet.
        case (.create, .update): return left.isSubset(of: planned)
        // The old one is gone already.
        case (.replace, .create): return true
        default: return false
        }
    }
}

extension Change.Field {
    /// Without the words about it.
    fileprivate var step: Change.Field { Change.Field(path, from: from, to: to) }
}
