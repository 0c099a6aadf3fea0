internal import JSON
internal import NATS

extension Comparison {
    /// A stream's, with what follows from the declared fields though nobody wrote it.
    init(_ desired: DesiredStream, _ info: StreamInfo?, _ server: ServerFacts) {
        let config = info?.configuration.json
        var declared = desired.declared
        // A stream with subjects or sources of its own cannot be a mirror: what is one has to be promoted.
        if let config, !config["mirror"].isNull, !desired.declares("mirror"),
            desired.declares("subjects") || desired.declares("sources")
        {
            declared.insert(Declared("mirror", "mirror", .null), at: 0)
        }
        self.init(desired, declared, with: config, .stream, server)
        if let config { clampWindow(desired, config) }
        tellLosses(info)
        if info != nil { tellSteps() }
        if server.isSingle {
            update { difference in
                if difference.field.key == "num_replicas", (difference.to.integer ?? 1) > 1 {
                    difference.obstacle = "the server stands alone: copies need a cluster"
                }
            }
        }
    }

    /// The server refuses a shorter age while its own, older window is longer.
    private mutating func clampWindow(_ desired: DesiredStream, _ config: JSON) {
        guard let age = difference("max_age")?.to.integer, !desired.declares("duplicate_window"),
            let window = config["duplicate_window"].integer, window > age
        else { return }
        let rule = FieldTable.stream.rule("duplicate_window")
        let field = Declared("duplicate_window", "duplicate_window", JSON(age))
        let note = "may not be longer than max_age"
        add(
            Difference(field: field, from: JSON(window), to: JSON(age), verdict: .inPlace(note: note), rule: rule)
        )
    }

    /// The server refuses to scale and to move in one request.
    private mutating func tellSteps() {
        guard scalesAndMoves, let first = firstStep else { return }
        update { difference in
            guard ["num_replicas", "placement"].contains(difference.field.key) else { return }
            let step = difference.field.key == first ? "first" : "second"
            difference.note = "\(step) step: the server cannot scale and move at once"
        }
    }

    private mutating func tellLosses(_ info: StreamInfo?) {
        guard let info, info.messages > 0 else { return }
        update { $0.loss = Loss.ofTightening($0, info) }
    }
}

extension Comparison {
    /// Copies and place change both, and the place is another one.
    fileprivate var scalesAndMoves: Bool {
        difference("num_replicas") != nil && difference("placement").map { !$0.to.isNull } == true
    }

    /// More copies may need the new place's servers; fewer are moved with less to carry.
    fileprivate var firstStep: String? {
        difference("num_replicas").map { ($0.to.integer ?? 1) > ($0.from.integer ?? 1) ? "placement" : "num_replicas" }
    }

    /// The differences of an update, parted where one request would be refused.
    func steps(of differences: [Difference]) -> [[Difference]] {
        guard scalesAndMoves, let firstStep else { return [differences] }
        let second = firstStep == "placement" ? "num_replicas" : "placement"
        let parts = [differences.filter { $0.field.key != second }, differences.filter { $0.field.key == second }]
        return parts.filter { !$0.isEmpty }
    }
}
