internal import JSON
internal import NATS
internal import Words

/// Desired and observed held against one another: a pure function that gives a resource's survey.
struct Surveyor {
    let desired: DesiredMessaging
    let seen: Observation
    let region: String
    let streamsByName: [String: DesiredStream]
    /// What each stream keeps when all is as declared.
    let finalSubjects: [String: [String]]
    private(set) var survey = Survey()
    /// Why a stream may not be made, or its subjects not be changed.
    private(set) var overlapped: [String: String] = [:]
    private(set) var rivals: [String: Rivals] = [:]

    static func survey(_ desired: DesiredMessaging, _ seen: Observation, _ region: String) -> Survey {
        var surveyor = Surveyor(desired, seen, region)
        surveyor.compareAll()
        return surveyor.survey
    }

    private init(_ desired: DesiredMessaging, _ seen: Observation, _ region: String) {
        self.desired = desired
        self.seen = seen
        self.region = region
        streamsByName = Dictionary(desired.streams.map { ($0.name, $0) }) { first, _ in first }
        var subjects = seen.streams.mapValues(\.configuration.subjects)
        for stream in desired.streams {
            let isLeftAlone = seen.streams[stream.name] != nil && stream.ignored.contains("subjects")
            if isLeftAlone { continue }
            if let declared = stream.subjects {
                subjects[stream.name] = declared
            } else if subjects[stream.name] == nil {
                subjects[stream.name] = stream.hasOrigins ? [] : [stream.name]
            }
        }
        finalSubjects = subjects
        survey.requests = seen.requests
    }

    private mutating func compareAll() {
        findOverlaps()
        rivals = gatherRivals()
        let handovers = Handovers(desired, seen, finalSubjects)
        var replaced: Set<String> = []
        for stream in desired.streams {
            let comparison = compared(stream, handovers)
            if isReplaced(comparison) { replaced.insert(stream.name) }
            add(stream, comparison, handovers)
        }
        for consumer in desired.consumers { add(consumer, isStreamReplaced: replaced.contains(consumer.stream)) }
        for twin in desired.twins { survey.findings.append(.twin(twin)) }
        warnOfUnread()
        tellUndeclared()
    }

    private mutating func findOverlaps() {
        let map = SubjectMap(finalSubjects)
        for overlap in map.overlaps(of: Set(streamsByName.keys)) {
            let isUndeclared = streamsByName[overlap.other] == nil
            for name in Set([overlap.stream, overlap.other]) where streamsByName[name] != nil {
                overlapped[name] = overlap.reason(seenFrom: name, isUndeclared: isUndeclared)
            }
            if let stream = streamsByName[overlap.stream] {
                survey.findings.append(.overlap(overlap, at: stream.address, isUndeclared: isUndeclared))
            }
        }
    }

    private func compared(_ stream: DesiredStream, _ handovers: Handovers) -> Comparison {
        let info = seen.streams[stream.name]
        var comparison = Comparison(stream, info, seen.server)
        let overlap = overlapped[stream.name] ?? handovers.refusal(of: stream.name)
        let tooTight = info == nil ? nil : consumersAboveLimit(stream)
        comparison.update { difference in
            switch difference.field.key {
            case "subjects": difference.obstacle = overlap ?? difference.obstacle
            case "consumer_limits.max_ack_pending": difference.obstacle = tooTight ?? difference.obstacle
            default: return
            }
        }
        return comparison
    }

    private func isReplaced(_ comparison: Comparison) -> Bool {
        !comparison.replacing.isEmpty && comparison.differences.allSatisfy { $0.obstacle == nil }
    }

    private mutating func add(_ stream: DesiredStream, _ comparison: Comparison, _ handovers: Handovers) {
        tell(comparison, of: stream, at: stream.address, .stream)
        let info = seen.streams[stream.name]
        let precondition = Precondition.of(info)
        let after = handovers.before(stream.name).compactMap { streamsByName[$0]?.address }.sorted()
        guard let info else {
            let fields = comparison.differences.map(\.shown)
            // A stream without declared subjects keeps its name, and that may be taken too.
            let obstacle = comparison.differences.compactMap(\.refusal).first ?? overlapped[stream.name]
            survey.changes.append(
                Change(
                    obstacle == nil ? .create : .impossible,
                    stream.address,
                    fields: fields,
                    reason: obstacle,
                    after: after,
                    isSafe: true,
                    precondition: precondition,
                )
            )
            return
        }
        let loss = Loss.of(info, undeclared: undeclaredConsumers(of: stream.name))
        add(comparison, stream.address, precondition: precondition, after: after, loss: loss)
    }

    private mutating func add(_ consumer: DesiredConsumer, isStreamReplaced: Bool) {
        let info = isStreamReplaced ? nil : seen.consumer(consumer.name, of: consumer.stream)
        var comparison = Comparison(consumer, info, seen.server)
        let refusal = refusal(of: consumer)
        comparison.update { difference in
            if difference.field.key == "filter_subjects", let refusal { difference.obstacle = refusal.reason }
        }
        if let refusal { survey.findings.append(refusal.finding) }
        tell(comparison, of: consumer, at: consumer.address, .consumer)
        let stream = streamsByName[consumer.stream]
        let after = stream.map { [$0.address] } ?? []
        guard let info else {
            let obstacle = comparison.differences.compactMap(\.refusal).first ?? refusal?.reason
            survey.changes.append(
                Change(
                    obstacle == nil ? .create : .impossible,
                    consumer.address,
                    fields: comparison.differences.map(\.shown),
                    reason: obstacle ?? (isStreamReplaced ? "goes with its stream" : nil),
                    after: after,
                    // Where its stream is made anew it goes with what the stream holds.
                    isSafe: !isStreamReplaced,
                    precondition: Precondition.absent,
                )
            )
            return
        }
        let precondition = Precondition.of(info)
        add(comparison, consumer.address, precondition: precondition, after: after, loss: Loss.of(info))
    }

    /// What is there and differs: what can be done in one change, what cannot in another.
    private mutating func add(
        _ comparison: Comparison,
        _ address: Address,
        precondition: String,
        after: [Address],
        loss: String?,
    ) {
        if comparison.isSound {
            survey.sound.append(address)
            return
        }
        func change(_ kind: Change.Kind, _ differences: [Difference], reason: String?, loss: String?) -> Change {
            Change(
                kind,
                address,
                fields: differences.map(\.shown),
                reason: reason,
                loss: loss,
                after: after,
                precondition: precondition,
            )
        }
        if isReplaced(comparison) {
            let reasons = comparison.replacing.map(\.replacementReason)
            let reason = reasons.joined(separator: "; ")
            survey.changes.append(change(.replace, comparison.differences, reason: reason, loss: loss))
            return
        }
        let (possible, refused) = comparison.sorted
        if !possible.isEmpty {
            let losses = possible.compactMap(\.loss)
            let lost = losses.isEmpty ? nil : losses.joined(separator: "; ")
            survey.changes.append(change(.update, possible, reason: nil, loss: lost))
        }
        if !refused.isEmpty {
            let reasons = refused.map { "\($0.field.path): \($0.refusal ?? $0.replacementReason)" }
            let reason = reasons.joined(separator: "; ")
            survey.changes.append(change(.impossible, refused, reason: reason, loss: nil))
        }
    }

    mutating func add(_ finding: Finding) { survey.findings.append(finding) }
}

extension Comparison {
    /// What can be done in place, and what cannot.
    var sorted: (possible: [Difference], refused: [Difference]) {
        (differences.filter(\.isInPlace), differences.filter { !$0.isInPlace })
    }
}

extension Difference {
    var replacementReason: String {
        if case .replace(let reason) = verdict { return "\(field.path): \(reason)" }
        return field.path
    }
}
