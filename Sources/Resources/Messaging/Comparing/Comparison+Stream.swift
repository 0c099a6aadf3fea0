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
        tellSteps()
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

    private mutating func tellSteps() {
        guard difference("num_replicas") != nil, difference("placement")?.from.isNull == false || isMoving else {
            return
        }
        update { difference in
            switch difference.field.key {
            case "num_replicas": difference.note = "first step: the server cannot scale and move at once"
            case "placement": difference.note = "second step: the server cannot scale and move at once"
            default: return
            }
        }
    }

    private var isMoving: Bool { difference("placement").map { !$0.to.isNull } ?? false }

    private mutating func tellLosses(_ info: StreamInfo?) {
        guard let info, info.messages > 0 else { return }
        update { $0.loss = Loss.ofTightening($0, info) }
    }
}
