package import Deadlines
internal import Platform
internal import S3
package import Words

extension StorageResource {
    package func survey(by deadline: Deadline) async throws -> Survey {
        let names = storage.buckets.names
        guard !names.isEmpty else { return Survey() }
        let sight = try await look(at: names, by: deadline)
        var survey = Survey(requests: sight.requests)
        for name in names {
            guard let bucket = sight.buckets[name] else { continue }
            let judgement = judge(name, bucket, sight.dialect)
            survey.findings += judgement.findings
            if let change = judgement.change { survey.changes.append(change) }
            if judgement.isSound { survey.sound.append(.bucket(name, region)) }
        }
        for index in survey.changes.indices where survey.changes[index].kind == .replace {
            guard let name = bucketName(survey.changes[index].address) else { continue }
            survey.changes[index].loss = try await loss(of: name, by: deadline)
            survey.requests += 1
        }
        if sight.undeclared > 0 { survey.findings.append(undeclared(sight.undeclared)) }
        return survey
    }

    /// What cannot be counted is not nothing, and keeps nobody from looking at the other buckets.
    private func loss(of name: String, by deadline: Deadline) async throws -> String? {
        do {
            return try await contents(of: name, by: deadline)
        } catch let failure as ResourceFailure {
            return "nobody knows how much: \(failure.finding.message)"
        }
    }

    /// What is in a bucket, counted up to one page: it says how much is at stake, not how much to the last.
    func contents(of name: String, by deadline: Deadline) async throws -> String? {
        do throws(S3Error) {
            return try await BucketContents(of: name, client, by: deadline).words
        } catch {
            try Task.checkCancellation()
            throw failure(StoreFault(error), of: name, "what it holds cannot be counted")
        }
    }

    /// Nil for an address of something else.
    func bucketName(_ address: Address) -> String? {
        let parts = address.parts
        return parts.count == 4 && address.isWithin(self.address / "bucket") ? parts[3] : nil
    }
}
