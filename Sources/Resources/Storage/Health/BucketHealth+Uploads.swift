internal import Deadlines
internal import FoundationEssentials
internal import Platform
internal import S3
internal import Words

extension BucketHealth {
    /// Uploads in parts that nobody ended: their parts take room that no listing shows.
    func uploads(by deadline: Deadline) async throws -> Diagnosis {
        let uploads: [MultipartUpload]
        do throws(S3Error) {
            uploads = try await client.listMultipartUploads(in: name, by: deadline)
        } catch {
            if error.isUnsupported { return .skipped("the store lists no uploads") }
            if error.refusal?.status == 403 { return .skipped("the key may not list uploads") }
            return .found(health.trouble(StorageChecks.uploads, at: address, error))
        }
        let rules = resource.storage.buckets[name]?.lifecycle ?? []
        let kept = rules.compactMap { $0.abortUploadsAfter?.duration }.min() ?? .zero
        let limit = kept + health.leftover
        let ages = uploads.map { ($0, Duration.seconds(Date().timeIntervalSince($0.initiated ?? Date()))) }
        let old = ages.filter { $0.1 >= limit }.sorted { $0.1 > $1.1 }
        var measures = [Measure("uploads", Double(uploads.count)), Measure("leftover_uploads", Double(old.count))]
        if let oldest = ages.map(\.1).max() {
            measures.append(Measure("oldest_upload", oldest, warning: limit / .seconds(1)))
        }
        let seen = uploads.isEmpty ? "none under way" : "\(uploads.count) under way"
        guard let (first, age) = old.first else { return .healthy(seen, measures: measures) }
        let command =
            "aws s3api abort-multipart-upload --endpoint-url \(resource.endpoint) --bucket \(name) "
            + "--key '\(first.key.replacing("'", with: "'\\''"))' --upload-id '\(first.id)'"
        let finding = Finding(
            StorageChecks.uploads,
            at: address,
            .stuck,
            old.count == 1
                ? "An upload was left half done." : "\(old.count) uploads were left half done.",
            evidence: [
                .fact("left over", "\(old.count)"), .fact("oldest", "\(first.key), begun \(age.readable) ago"),
            ],
            remedies: [
                .hint(
                    "A lifecycle rule with abort_uploads_after: 7d ends them from now on; ihctl bootstrap writes it."
                ),
                .fix(command),
            ]
        )
        return .found(finding, seen: seen, measures: measures)
    }
}
