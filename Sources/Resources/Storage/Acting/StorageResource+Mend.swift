internal import Deadlines
internal import Platform
internal import S3
internal import Words

extension StorageResource {
    /// Writes the fields that differ, one after the other, and reads each back; one that fails does not keep the others from going on.
    ///
    /// Never two at once: SeaweedFS keeps tags, CORS rules and encryption of a bucket in one entry, and each request replaces all of it with what it read before.
    func mend(
        _ name: String,
        _ judgement: BucketJudgement,
        _ dialect: StoreDialect,
        by deadline: Deadline,
    ) async throws -> [Finding] {
        guard let declared = storage.buckets[name] else { return [] }
        var findings = judgement.findings
        var settled: [String] = []
        var silence: StoreFault?
        for field in BucketField.all {
            guard judgement.differences[field.name] != nil, let wish = field.wish(declared, dialect) else { continue }
            do {
                findings += try await mend(field, wish, of: name, by: deadline)
                settled.append(field.name)
            } catch let error as S3Error {
                let fault = StoreFault(error)
                findings.append(failed(fault, name, "\(field.name) cannot be set"))
                silence = silence ?? fault
            }
            try Task.checkCancellation()
            if deadline.hasPassed { break }
        }
        if let silence {
            // Where nothing at all got through, it is the store that is gone.
            if settled.isEmpty { throw failure(silence) }
            if deadline.hasPassed { throw cutShort(silence, name, after: settled) }
        }
        return findings
    }

    /// The store answered at first, and then not any more until the time was up.
    private func cutShort(_ fault: StoreFault, _ name: String, after settled: [String]) -> ResourceFailure {
        var finding = failed(fault, name, "the time was up")
        finding.evidence.append(.fact("set before it", settled.joined(separator: ", ")))
        finding.remedies = [.then("ihctl bootstrap")]
        return ResourceFailure(finding)
    }

    private func mend(
        _ field: BucketField,
        _ wish: Wish,
        of name: String,
        by deadline: Deadline,
    ) async throws -> [Finding] {
        do throws(S3Error) {
            try await wish.write(client, name, deadline)
        } catch {
            try Task.checkCancellation()
            let fault = StoreFault(error)
            switch fault.kind {
            case .unsupported: return try await settle(for: wish.lesser?(), field, name, error, by: deadline)
            case .unreachable: throw error
            case .credentials, .clock: throw failure(fault)
            default: return [failed(fault, name, "\(field.name) cannot be set")]
            }
        }
        return try await readBack(field, wish, of: name, by: deadline)
    }

    /// Where the store does not have all of it, it gets as much as it has.
    private func settle(
        for lesser: Wish?,
        _ field: BucketField,
        _ name: String,
        _ error: S3Error,
        by deadline: Deadline,
    ) async throws -> [Finding] {
        let reason = error.refusal?.words ?? StoreFault(error).words
        guard let lesser else { return [unsupported(field.name, of: name, because: reason)] }
        let findings = try await mend(field, lesser, of: name, by: deadline)
        let isPart = !findings.contains { $0.id == "storage.bucket.unsupported" }
        return isPart ? [unsupported(field.name, of: name, lesser.leftOut, because: reason)] + findings : findings
    }

    /// A store may take a while until it shows what it took, and may never do.
    private func readBack(
        _ field: BucketField,
        _ wish: Wish,
        of name: String,
        by deadline: Deadline,
    ) async throws -> [Finding] {
        var pauses = settling[...]
        while true {
            switch await field.look(client, name, deadline) {
            case .picture(let picture):
                let left = field.differences(from: picture, to: wish.picture)
                if left.isEmpty { return [] }
                guard let pause = pauses.popFirst(), pause < deadline.remaining else {
                    return [ineffective(field.name, of: name, left)]
                }
                try await Task.sleep(for: pause)
            case .unsupported(let reason): return [unsupported(field.name, of: name, because: reason)]
            case .failed(let error):
                try Task.checkCancellation()
                if deadline.hasPassed { throw error }
                return [unread(field.name, of: name, StoreFault(error))]
            }
        }
    }
}
