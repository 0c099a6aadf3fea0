internal import Deadlines
internal import HTTP
internal import S3
internal import Words

extension BucketHealth {
    /// The last rung: bytes that go in come out again.
    func roundTrip(by deadline: Deadline) async throws -> Diagnosis {
        let trip = try await probe(by: deadline)
        if trip.isBarred { return .skipped("objects here are locked against deletion, and a probe would stay") }
        let legs = [("put", trip.put), ("get", trip.get), ("head", trip.head), ("delete", trip.delete)]
        var diagnosis = Diagnosis()
        for (name, leg) in legs {
            guard let leg, leg.error == nil else { continue }
            diagnosis.measures.append(Measure(name, leg.duration, warning: health.patience / .seconds(1)))
        }
        if !trip.left.isEmpty { diagnosis.findings.append(leftBehind(trip)) }
        if let (name, error) = legs.lazy.compactMap({ leg in leg.1?.error.map { (leg.0, $0) } }).first {
            if error.refusal?.status == 403, diagnosis.findings.isEmpty {
                return .skipped("the key may not \(name) objects (\(error.refusal?.words ?? ""))")
            }
            if error.refusal?.status != 403 { diagnosis.findings.append(broken(name, error)) }
            return diagnosis
        }
        if let read = trip.read, read != trip.written {
            diagnosis.findings.append(
                Finding(
                    StorageChecks.roundTrip,
                    at: address,
                    .corrupt,
                    "What was read is not what was written.",
                    evidence: [
                        .fact("object", trip.key), .fact("SHA-256 written", trip.written), .fact("SHA-256 read", read),
                    ],
                    remedies: [
                        .hint(
                            "A cache or a proxy before the store, or a broken disk behind it: read past them and compare."
                        )
                    ]
                )
            )
        }
        let times = legs.compactMap { name, leg in leg.map { (name, $0.duration) } }
        let swept = trip.swept > 0 ? ["\(counted(trip.swept, "leftover")) of earlier runs taken away"] : []
        diagnosis.seen = (times.map { "\($0.0) \($0.1.readable)" } + swept).joined(separator: ", ")
        if times.contains(where: { $0.1 > health.patience }) {
            diagnosis.findings.append(
                Finding(
                    StorageChecks.roundTrip,
                    .warning,
                    at: address,
                    .latency,
                    "The store is slow with an object of 1 KiB.",
                    evidence: times.map { .fact($0.0, $0.1.readable) },
                    remedies: [.hint("Compare with another place: the way there is slow, or the store is.")]
                )
            )
        }
        return diagnosis
    }

    /// The listing a moment ago went well, so it is the bytes that have no way.
    private func broken(_ leg: String, _ error: S3Error) -> Finding {
        var finding = health.trouble(StorageChecks.roundTrip, at: address, error)
        let isPath =
            error.refusal.map { (500...599).contains($0.status) && $0.status != 507 } ?? (error.transport != nil)
        guard isPath || error.isOutOfTime else {
            finding.message =
                "An object cannot be \(doing(leg)): " + finding.message.prefix(1).lowercased()
                + finding.message.dropFirst()
            return finding
        }
        finding.message = "The bucket lists, and no object can be \(doing(leg)): metadata fine, data path down."
        finding.evidence.insert(.fact("broken at", leg), at: 0)
        finding.remedies = [
            .hint("Look at what holds the bytes: SeaweedFS's volume servers, the store's disks, their room.")
        ]
        return finding
    }

    private func doing(_ leg: String) -> String {
        ["put": "written", "get": "read", "head": "looked at", "delete": "deleted"][leg] ?? leg
    }

    private func leftBehind(_ trip: ProbeTrip) -> Finding {
        let command = "aws s3api delete-object --endpoint-url \(resource.endpoint) --bucket \(name) --key \(trip.key)"
        return Finding(
            StorageChecks.roundTrip,
            .warning,
            at: address,
            trip.delete?.isAllowed == false ? .permission : .stuck,
            "The probe \(trip.key) could not be taken away.",
            evidence: [.fact("versions", trip.left.joined(separator: ", "))]
                + (trip.delete?.error?.refusal.map { [.fact("answer", $0.words)] } ?? []),
            remedies: [.hint("Delete it with a key that may."), .fix(command)]
        )
    }
}

extension S3Error {
    fileprivate var isOutOfTime: Bool {
        if case .http(let error) = kind, case .deadlinePassed = error.kind { true } else { false }
    }
}
