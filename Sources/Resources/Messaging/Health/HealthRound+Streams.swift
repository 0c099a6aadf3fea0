internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// Streams and the buckets made of them: whether they are there, as declared, and not full.
extension HealthRound {
    /// Where the one look failed the check of JetStream has told it.
    func sight(by deadline: Deadline) async throws -> Sight {
        try await lookout.sight(over: try connection.value, by: deadline)
    }

    func existence(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        if let info = sight.seen.streams[stream.name] {
            return .healthy("\(counted(info.messages, "message")), \(Loss.size(info.bytes))")
        }
        // A list leaves out those whose servers do not answer.
        let jetStream = JetStream(try connection.value)
        do throws(NATSError) {
            if let info = try await jetStream.stream(stream.name, by: deadline) {
                return .healthy("\(counted(info.messages, "message")), \(Loss.size(info.bytes))")
            }
        } catch {
            let asked = "\(jetStream.prefix).STREAM.INFO.\(stream.name)"
            return .found(Finding(MessagingChecks.stream, at: stream.address, error, asking: asked))
        }
        return .found(
            missing(MessagingChecks.stream, stream.address, "stream \(stream.name)", code: .streamNotFound, sight)
        )
    }

    func missing(
        _ kind: CheckKind,
        _ target: Address,
        _ what: String,
        code: JetStreamErrorCode,
        _ sight: Sight
    ) -> Finding {
        var remedies: [Finding.Remedy] = [.fix("ihctl bootstrap --only \(target)")]
        var evidence: [Finding.Evidence] = [.fact("error", code.told)]
        for change in sight.changes(at: target) where change.kind == .impossible {
            // Bootstrap would say no for the same reason.
            remedies = []
            if let reason = change.reason { evidence.append(.fact("cannot be made", reason)) }
        }
        remedies += sight.findings(at: target).filter { $0.severity == .error }.flatMap(\.remedies)
        return Finding(
            kind,
            at: target,
            .missing,
            "There is no \(what).",
            evidence: evidence,
            remedies: remedies,
        )
    }

    func settings(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        let more = undeclared(of: stream, sight.seen.streams[stream.name])
        return settings(MessagingChecks.streamSettings, stream, at: stream.address, sight, more) {
            ["subjects", "retention", "mirror", "sources"].contains($0)
        }
    }

    /// What bootstrap would change, one finding a field, and what it has to say beside it.
    func settings(
        _ kind: CheckKind,
        _ desired: some Desired,
        at target: Address,
        _ sight: Sight,
        _ more: [Finding],
        breaks: (String) -> Bool,
    ) -> Diagnosis {
        var findings: [Finding] = []
        for change in sight.changes(at: target) {
            // It is there, and goes with its stream.
            if change.kind == .create { return .skipped("its stream has to be made anew, and it with it") }
            for field in change.fields {
                let isRequired = desired.required.contains(field.path)
                findings.append(
                    drift(kind, field, of: change, isSevere: breaks(field.path) || isRequired)
                )
            }
        }
        for finding in sight.findings(at: target) where finding.id != "messaging.stream.no-consumer" {
            findings.append(told(finding, as: kind, at: target))
        }
        findings += more
        let count = desired.declared.count
        return .found(findings, seen: "\(counted(UInt64(count), "declared field")) as the file says")
    }

    private func drift(_ kind: CheckKind, _ field: Change.Field, of change: Change, isSevere: Bool) -> Finding {
        var evidence: [Finding.Evidence] = [
            .fact("is", field.from.compact), .fact("wanted", field.to.compact),
        ]
        if let note = field.note { evidence.append(.fact("change", note)) }
        var remedies: [Finding.Remedy] = []
        switch change.kind {
        case .impossible:
            if let reason = change.reason { evidence.append(.fact("cannot be changed", reason)) }
            remedies.append(
                .hint("Correct the platform file, or what stands in the way: this cannot be changed as it is.")
            )
        case .replace:
            if let reason = change.reason { evidence.append(.fact("only by a new one", reason)) }
            if let loss = change.loss { evidence.append(.fact("would be lost", loss)) }
            remedies.append(.fix("ihctl bootstrap --only \(change.address) --allow-destroy \(change.address)"))
            if change.loss != nil { remedies.append(.hint("That empties it. Bring away first what is still needed.")) }
        default: remedies.append(.fix("ihctl bootstrap --only \(change.address)"))
        }
        return Finding(
            kind,
            isSevere ? .error : .warning,
            at: change.address,
            .drift,
            "Its \(field.path) is \(field.from.compact), and the file says \(field.to.compact).",
            evidence: evidence,
            remedies: remedies,
            data: ["field": .string(field.path)],
        )
    }

    func headroom(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        guard let info = try await sight(by: deadline).seen.streams[stream.name] else { return gone }
        let config = info.configuration
        var fills = [
            Fill(what: "messages", unit: .count, used: info.messages, limit: config.maxMessages),
            Fill(what: "bytes", unit: .bytes, used: info.bytes, limit: config.maxBytes),
        ]
        if config.json["discard_new_per_subject"] == true, config.maxMessagesPerSubject ?? 0 > 0 {
            let jetStream = JetStream(try connection.value)
            let subjects = try await jetStream.stream(stream.name, subjectsMatching: ">", by: deadline)?.subjects
            if let fullest = subjects?.max(by: { $0.value < $1.value }) {
                fills.append(
                    Fill(
                        what: "messages per subject",
                        unit: .count,
                        used: UInt64(fullest.value),
                        limit: config.maxMessagesPerSubject,
                        place: fullest.key
                    )
                )
            }
        }
        let limited = fills.filter { $0.limit ?? 0 > 0 }
        let findings = limited.compactMap { full($0, stream, config) }
        guard let fullest = limited.max(by: { $0.percent < $1.percent }) else {
            return .healthy("\(counted(info.messages, "message")), no limit")
        }
        return .found(
            findings,
            seen: "\(Int(fullest.percent)) % of its \(fullest.what)",
            measures: limited.map { measure($0, config) }
        )
    }

    /// It went between two looks.
    var gone: Diagnosis { .skipped("it is not there any more") }

    private func full(_ fill: Fill, _ stream: DesiredStream, _ config: StreamConfiguration) -> Finding? {
        let refusesNew = config.discard == "new"
        let keepsUnread = config.retention != nil && config.retention != "limits"
        // A stream that only keeps the newest is always full, and means it.
        guard fill.percent >= (refusesNew ? limits.fullnessWarning : limits.fullnessCritical),
            refusesNew || keepsUnread
        else { return nil }
        let effect =
            refusesNew
            ? "Where it is full it refuses what is new (error 10077)."
            : "Where it is full the oldest goes, read or not."
        var evidence: [Finding.Evidence] = [
            .fact(fill.what, fill.shown(fill.used)), .fact("limit", fill.shown(UInt64(fill.limit ?? 0))),
            .fact("discard", config.discard ?? "old"),
        ]
        if let place = fill.place { evidence.append(.fact("subject", place)) }
        return Finding(
            MessagingChecks.streamHeadroom,
            refusesNew && fill.percent >= limits.fullnessCritical ? .error : .warning,
            at: stream.address,
            .capacity,
            "Stream \(stream.name) has used \(Int(fill.percent)) % of its \(fill.what). \(effect)",
            evidence: evidence,
            remedies: [.hint("Let workers catch up, raise the limit in the platform file, or let it discard the old.")],
        )
    }

    private func measure(_ fill: Fill, _ config: StreamConfiguration) -> Measure {
        let limit = Double(fill.limit ?? 0)
        let counts = config.discard == "new"
        return Measure(
            fill.what.replacing(" ", with: "_"),
            Double(fill.used),
            fill.unit,
            warning: counts ? limit * limits.fullnessWarning / 100 : nil,
            critical: counts ? limit * limits.fullnessCritical / 100 : nil,
            maximum: limit
        )
    }
}

/// How full something of a stream is.
private struct Fill {
    let what: String
    let unit: Measure.Unit
    let used: UInt64
    let limit: Int?
    var place: String?

    var percent: Double { Double(used) * 100 / Double(max(1, limit ?? 0)) }
    func shown(_ value: UInt64) -> String { unit == .bytes ? Loss.size(value) : Loss.grouped(value) }
}
