internal import Deadlines
internal import Platform
internal import S3
internal import Words

extension StorageResource {
    /// A field that was written, and as what: as much of it as the store has.
    private struct Written: Sendable {
        var field: BucketField
        var wish: Wish
    }

    /// Writes the fields that differ, one after the other, and then reads all of them back; one that fails does not keep the others from going on.
    ///
    /// Never two writes at once, and no look between them: SeaweedFS keeps tags, CORS rules and encryption of a bucket in one entry, and each request replaces all of it
    /// with what the gateway knew before, which may be older than the last write. A quarter is lost where all are written at once, one of three hundred where each is looked
    /// at before the next, and still one of some thousands where they only follow one another: what does not show in the end is written once more.
    func mend(
        _ name: String,
        _ judgement: BucketJudgement,
        _ dialect: StoreDialect,
        by deadline: Deadline,
    ) async throws -> [Finding] {
        guard let declared = storage.buckets[name] else { return [] }
        var findings = judgement.findings
        var written: [Written] = []
        var answered: [String] = []
        var silence: StoreFault?
        for field in BucketField.all {
            guard judgement.differences[field.name] != nil, let wish = field.wish(declared, dialect) else { continue }
            do {
                let (what, said) = try await write(field, wish, of: name, by: deadline)
                if let what { written.append(what) }
                findings += said
                answered.append(field.name)
            } catch let error as S3Error {
                let fault = StoreFault(error)
                findings.append(failed(fault, name, "\(field.name) cannot be set"))
                silence = silence ?? fault
            }
            try Task.checkCancellation()
            if deadline.hasPassed { break }
        }
        // Where nothing at all got through, it is the store that is gone.
        if let silence, answered.isEmpty { throw failure(silence) }
        do {
            findings += try await confirm(written, of: name, by: deadline)
        } catch let error as S3Error {
            silence = silence ?? StoreFault(error)
        }
        if let silence, deadline.hasPassed { throw cutShort(silence, name, after: answered) }
        return findings
    }

    /// The store answered at first, and then not any more until the time was up.
    private func cutShort(_ fault: StoreFault, _ name: String, after answered: [String]) -> ResourceFailure {
        var finding = failed(fault, name, "the time was up")
        finding.evidence.append(.fact("set before it", answered.joined(separator: ", ")))
        finding.remedies = [.then("ihctl bootstrap")]
        return ResourceFailure(finding)
    }

    /// Nil where nothing of it could be written, and what there is to say.
    private func write(
        _ field: BucketField,
        _ wish: Wish,
        of name: String,
        by deadline: Deadline,
    ) async throws -> (Written?, [Finding]) {
        do throws(S3Error) {
            try await wish.write(client, name, deadline)
            return (Written(field: field, wish: wish), [])
        } catch {
            try Task.checkCancellation()
            let fault = StoreFault(error)
            switch fault.kind {
            case .unsupported:
                return try await settle(for: wish.lesser?(), field, name, error, by: deadline)
            case .unreachable: throw error
            case .credentials, .clock: throw failure(fault)
            default: return (nil, [failed(fault, name, "\(field.name) cannot be set")])
            }
        }
    }

    /// Where the store does not have all of it, it gets as much as it has.
    private func settle(
        for lesser: Wish?,
        _ field: BucketField,
        _ name: String,
        _ error: S3Error,
        by deadline: Deadline,
    ) async throws -> (Written?, [Finding]) {
        let reason = error.refusal?.words ?? StoreFault(error).words
        guard let lesser else { return (nil, [unsupported(field.name, of: name, because: reason)]) }
        let (written, findings) = try await write(field, lesser, of: name, by: deadline)
        let isPart = !findings.contains { $0.id == "storage.bucket.unsupported" }
        let part = unsupported(field.name, of: name, lesser.leftOut, because: reason)
        return (written, isPart ? [part] + findings : findings)
    }

    /// Looks at all that was written, and writes once more what does not show.
    private func confirm(_ written: [Written], of name: String, by deadline: Deadline) async throws -> [Finding] {
        var findings: [Finding] = []
        for (what, shown) in zip(written, try await readBack(written, of: name, by: deadline)) {
            guard case .other = shown else {
                findings += said(shown, what, of: name)
                continue
            }
            let (again, said) = try await write(what.field, what.wish, of: name, by: deadline)
            findings += said
            guard let again else { continue }
            for shown in try await readBack([again], of: name, by: deadline) {
                findings += self.said(shown, again, of: name)
            }
        }
        return findings
    }

    /// What became of a field that was written.
    private enum Shown: Sendable {
        case asWished
        case other([Difference])
        case unsupported(String)
        case failed(S3Error)
    }

    private func said(_ shown: Shown, _ written: Written, of name: String) -> [Finding] {
        switch shown {
        case .asWished: []
        case .other(let differences): [ineffective(written.field.name, of: name, differences)]
        case .unsupported(let reason): [unsupported(written.field.name, of: name, because: reason)]
        case .failed(let error): [unread(written.field.name, of: name, StoreFault(error))]
        }
    }

    private func readBack(_ written: [Written], of name: String, by deadline: Deadline) async throws -> [Shown] {
        let shown = await inFlight(atOnce, written) { await readBack($0, of: name, by: deadline) }
        try Task.checkCancellation()
        for case .failed(let error) in shown where deadline.hasPassed { throw error }
        return shown
    }

    /// A store may take a while until it shows what it took, and may never do.
    private func readBack(_ written: Written, of name: String, by deadline: Deadline) async -> Shown {
        var pauses = settling[...]
        while true {
            switch await written.field.look(client, name, deadline) {
            case .picture(let picture):
                let left = written.field.differences(from: picture, to: written.wish.picture)
                if left.isEmpty { return .asWished }
                guard let pause = pauses.popFirst(), pause < deadline.remaining else { return .other(left) }
                // A task that is cancelled looks once more at most, and its caller ends.
                try? await Task.sleep(for: pause)
            case .unsupported(let reason): return .unsupported(reason)
            case .failed(let error): return .failed(error)
            }
        }
    }
}
