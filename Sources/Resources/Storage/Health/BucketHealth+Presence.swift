internal import Deadlines
internal import S3
internal import Words

extension BucketHealth {
    /// A listing of one key: unlike a HEAD it says why not.
    func presence(_ door: StoreDoor, by deadline: Deadline) async throws -> Diagnosis {
        do throws(S3Error) {
            let page = try await client.listObjects(in: name, atMost: 1, by: deadline)
            sight.fill(Listing(isAllowed: true, key: page.objects.first?.key))
            return .healthy(page.objects.isEmpty ? "empty" : "holds objects")
        } catch {
            if error.code == .noSuchBucket || error.refusal?.status == 404 { return .found(missing(error)) }
            guard let refusal = error.refusal, refusal.status == 403,
                refusal.code == .accessDenied || refusal.code == nil
            else { return .found(health.trouble(StorageChecks.bucket, at: address, error)) }
            if door.buckets?.contains(name) == true {
                sight.fill(Listing(isAllowed: false, key: nil))
                return .healthy("there, and its objects may not be listed")
            }
            return .found(hidden(refusal))
        }
    }

    private func missing(_ error: S3Error) -> Finding {
        Finding(
            StorageChecks.bucket,
            at: address,
            .missing,
            "There is no bucket \(name).",
            evidence: [.fact("answer", error.refusal?.words ?? "404"), .fact("endpoint", resource.endpoint)],
            remedies: [.fix("ihctl bootstrap --only \(address)")]
        )
    }

    /// Without the right to list, a store answers the same for both.
    private func hidden(_ refusal: S3Refusal) -> Finding {
        Finding(
            StorageChecks.bucket,
            at: address,
            .permission,
            "The bucket \(name) is missing, or this key may not see it: the store says the same for both.",
            evidence: [.fact("answer", refusal.words), .fact("endpoint", resource.endpoint)],
            remedies: [
                .hint("Allow the key s3:ListBucket on arn:aws:s3:::\(name); look again then."),
                .hint("A name of somebody else's answers so too: all accounts of a store share one set of names."),
            ]
        )
    }
}
