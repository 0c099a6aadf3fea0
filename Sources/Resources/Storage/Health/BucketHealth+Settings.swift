internal import Deadlines
internal import S3
internal import Words

extension BucketHealth {
    /// What bootstrap compares, compared the same way: one finding for each setting.
    func settings(_ door: StoreDoor, by deadline: Deadline) async throws -> Diagnosis {
        let fields = resource.wantedFields(of: name)
        let sights = await inFlight(4, fields) { field in
            await resource.look(at: field, of: name, door.dialect, by: deadline)
        }
        try Task.checkCancellation()
        let errors = sights.compactMap { if case .failed(let error) = $0 { error } else { nil } }
        if errors.count == sights.count, let first = errors.first, first.refusal == nil {
            return .found(health.trouble(StorageChecks.settings, at: address, first))
        }
        var sight = BucketSight(presence: .present)
        for (field, seen) in zip(fields, sights) { sight.fields[field] = seen }
        let judgement = resource.judge(name, sight, door.dialect)
        var findings = drift(judgement.change)
        for (field, seen) in zip(fields, sights) {
            if case .failed(let error) = seen { findings.append(unread(field, error)) }
        }
        findings += judgement.findings.filter { $0.id != "storage.bucket.unread" }.map(retold)
        let count = fields.count
        if asksForUndeclaredRules {
            do throws(S3Error) {
                findings += undeclaredExpiry(try await client.get(StoredLifecycle.self, of: name, by: deadline))
            } catch {
                // Who may not ask is not told what was never declared; a store that gives no answer is another thing.
                if error.refusal == nil, !error.isUnsupported { findings.append(unread("lifecycle", error)) }
                if fields.isEmpty, findings.isEmpty {
                    return .skipped("nothing is declared, and the key may not read the lifecycle rules")
                }
            }
        }
        if fields.isEmpty { return .found(findings, seen: "nothing declared, no rule deletes") }
        return .found(findings, seen: "\(counted(count, "setting")) compared")
    }

    private func drift(_ change: Change?) -> [Finding] {
        guard let change else { return [] }
        var fields: [String] = []
        var pieces: [String: [Change.Field]] = [:]
        for field in change.fields {
            let name = String(field.path.prefix { $0 != "." && $0 != "[" })
            if pieces[name] == nil { fields.append(name) }
            pieces[name, default: []].append(field)
        }
        return fields.map { field in
            let places = pieces[field] ?? []
            let isAbsent = places.allSatisfy { $0.from == .null || $0.from == false }
            let canBeMade = change.kind == .update
            return Finding(
                StorageChecks.settings,
                field == "tags" ? .warning : .error,
                at: address,
                isAbsent ? .missing : .drift,
                isAbsent
                    ? "The bucket has no \(words(field))." : "The bucket's \(words(field)) differs from the declared.",
                evidence: places.map { .fact($0.path, "\(said($0.from)), declared \(said($0.to))") },
                remedies: canBeMade
                    ? [.fix("ihctl bootstrap --only \(address)")]
                    : [.hint(change.reason ?? "A bucket stays where it was made: declare where it is.")],
                data: ["field": .string(field)]
            )
        }
    }

    private func unread(_ field: String, _ error: S3Error) -> Finding {
        var finding = health.trouble(StorageChecks.settings, at: address, error)
        finding.message = "The bucket's \(words(field)) cannot be read."
        finding.data["field"] = .string(field)
        if error.refusal?.status == 403 {
            finding.remedies = [.hint("Allow the key s3:\(error.operation) on arn:aws:s3:::\(name).")]
        }
        return finding
    }

    /// Notes of the comparison, as findings of this check; their own topics stay.
    private func retold(_ finding: Finding) -> Finding {
        var finding = finding
        finding.id = StorageChecks.settings.id
        let message = finding.message
        finding.message = message.prefix(1).uppercased() + message.dropFirst() + (message.hasSuffix(".") ? "" : ".")
        return finding
    }

    private func said(_ value: JSONValue) -> String { value == .null ? "nothing" : value.compact }

    private func words(_ field: String) -> String {
        ["cors": "CORS rules", "object_lock": "object lock", "lifecycle": "lifecycle rules"][field] ?? field
    }
}
