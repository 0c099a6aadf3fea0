internal import Deadlines
internal import Platform
internal import S3
internal import Words

extension BucketHealth {
    /// What the key may do, each by doing it; only what the store's role needs is a fault.
    func permissions(by deadline: Deadline) async throws -> Diagnosis {
        let trip = try await probe(by: deadline)
        let (parts, partsError) = await multipart(by: deadline)
        try Task.checkCancellation()
        let matrix: [(name: String, may: Bool?, action: String)] = [
            ("list", try sight.value.isAllowed, "s3:ListBucket"), ("get", trip.get?.isAllowed, "s3:GetObject"),
            ("put", trip.put?.isAllowed, "s3:PutObject"), ("delete", trip.delete?.isAllowed, "s3:DeleteObject"),
            ("multipart", parts, "s3:AbortMultipartUpload"),
        ]
        let refused = matrix.filter { $0.may == false }
        let untold = matrix.filter { $0.may == nil }
        let rights = matrix.map { ($0.name, $0.may.map { $0 ? "allowed" : "refused" } ?? "unknown") }
        guard !refused.isEmpty else {
            let allowed = matrix.filter { $0.may == true }.map(\.name).joined(separator: ", ")
            if untold.isEmpty { return .healthy("may \(allowed)") }
            let names = untold.map(\.name).joined(separator: ", ")
            if trip.isBarred, parts == true {
                return .healthy("may \(allowed); \(names) not tried, objects here are locked")
            }
            guard let error = trip.firstError ?? partsError, !error.isUnsupported else {
                return .skipped("nobody can tell of \(names): the store does not have it")
            }
            return .unknown(untellable(names, error))
        }
        // A cache of the store is asked object by object, and holds what fits into one request.
        let needed = resource.storage.role == .cache ? ["get", "put", "delete"] : matrix.map(\.name)
        let isNeeded = refused.contains { needed.contains($0.name) }
        let names = refused.map(\.name).joined(separator: ", ")
        let actions = refused.map(\.action).joined(separator: ", ")
        return .found(
            Finding(
                StorageChecks.permissions,
                isNeeded ? .error : .note,
                at: address,
                .permission,
                "The key may not \(names).",
                evidence: rights.map { .fact($0.0, $0.1) },
                remedies: [
                    .hint("Allow it \(actions) on arn:aws:s3:::\(name) and arn:aws:s3:::\(name)/*, or use another key.")
                ],
                data: ["rights": .object(Dictionary(uniqueKeysWithValues: rights.map { ($0.0, .string($0.1)) }))]
            ),
            seen: rights.filter { $0.1 == "allowed" }.map(\.0).joined(separator: ", ")
        )
    }

    /// The store failed before it said yes or no: that is no word about the key.
    private func untellable(_ names: String, _ error: S3Error) -> Finding {
        var finding = health.trouble(StorageChecks.permissions, at: address, error)
        finding.evidence.insert(.paragraph(finding.message), at: 0)
        finding.message = "Nobody can tell whether the key may \(names): the store fails at it."
        return finding
    }

    /// Begins an upload in parts and aborts it; nothing is sent in between.
    private func multipart(by deadline: Deadline) async -> (Bool?, S3Error?) {
        let key = ProbeKey().text
        do throws(S3Error) {
            let id = try await client.createMultipartUpload(of: key, in: name, by: .after(deadline.remaining * 0.6))
            let last = cleaningTime(before: deadline)
            return await unstopped { () async -> (Bool?, S3Error?) in
                do throws(S3Error) {
                    try await client.abortMultipartUpload(id, of: key, in: name, by: last)
                    return (true, nil)
                } catch {
                    return error.refusal?.status == 403 ? (false, nil) : (nil, error)
                }
            }
        } catch {
            return error.refusal?.status == 403 ? (false, nil) : (nil, error)
        }
    }
}
