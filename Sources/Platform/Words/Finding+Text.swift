// A finding as a person reads it: where, what, what bears it out, and the way out of it.
extension Finding {
    package var blocks: [Block] { blocks(namingTopic: true) }

    /// With the place as one fact among others, and more facts behind it: for a finding that is about a service and not about a file.
    ///
    /// `mark` stands before it in place of its severity's.
    package func blocks(adding facts: [Block.Fact], mark: Line? = nil) -> [Block] {
        var finding = self
        finding.place = nil
        let whereabouts = place.map { [Block.Fact("where", Line("\($0.file):\($0.line)"), isWhole: true)] } ?? []
        return finding.blocks(namingTopic: true, behind: whereabouts, facts, mark: mark)
    }

    fileprivate func blocks(
        namingTopic: Bool,
        behind whereabouts: [Block.Fact] = [],
        _ last: [Block.Fact] = [],
        mark: Line? = nil
    )
        -> [Block]
    {
        var blocks = [head(mark ?? self.mark)]
        if place == nil { blocks.append(.indented([.paragraph(Line(message))])) }
        blocks += evidenceBlocks
        let facts = remedies.map(\.fact) + whereabouts + others(namingTopic: namingTopic) + last
        if !facts.isEmpty { blocks.append(.facts(facts)) }
        return blocks.inOneColumn
    }

    /// With a place as compilers write it, for editors to jump to; without one the id and what it is about.
    private func head(_ mark: Line) -> Block {
        guard let place else {
            let about = subject.map { Line("   \($0)") } ?? Line([])
            return .ends(mark + Line(id, .strong) + about, Line(failureClass ?? "", .dim))
        }
        let word = Line(suppression == nil ? severity.rawValue : "allowed", style)
        return .line(Line("\(place): ") + word + Line(": \(headline)") + Line("  [\(id)]", .dim))
    }

    private var mark: Line {
        if suppression != nil { return Line("· ", .dim) }
        switch severity {
        case .error: return Line("✗ ", style)
        case .warning: return Line("! ", style)
        case .note: return Line("· ", style)
        }
    }

    private var style: Line.Style {
        if suppression != nil { return .dim }
        switch severity {
        case .error: return .bad
        case .warning: return .warning
        case .note: return .name
        }
    }

    private var evidenceBlocks: [Block] {
        var blocks: [Block] = []
        for piece in evidence {
            switch piece {
            case .paragraph(let text): blocks.append(.indented([.paragraph(Line(text))]))
            case .verbatim(let text): blocks.append(.indented([.indented([.verbatim(text)])]))
            case .fact(let name, let value):
                let fact = Block.Fact(name, Line(value))
                // Neighbours are one list, so that their values stand in one column.
                if case .facts(let before) = blocks.last {
                    blocks[blocks.count - 1] = .facts(before + [fact])
                } else {
                    blocks.append(.facts([fact]))
                }
            }
        }
        return blocks
    }

    private func others(namingTopic: Bool) -> [Block.Fact] {
        var facts = related.map { Block.Fact("see", Line("\($0.place): \($0.message)"), isWhole: true) }
        if let suppression { facts.append(Block.Fact("allowed", Line(suppression))) }
        if let topic, namingTopic { facts.append(Block.Fact("more", Line("ihctl explain \(topic)"), isWhole: true)) }
        return facts
    }
}

extension Finding.Remedy {
    fileprivate var fact: Block.Fact {
        switch self {
        case .fix(let line): Block.Fact("fix", Line(line), isWhole: true)
        case .hint(let text): Block.Fact("hint", Line(text))
        case .then(let line): Block.Fact("then", Line(line), isWhole: true)
        }
    }
}

extension [Block] {
    /// All facts with names of one length, so that those before and after a statement stand in one column.
    fileprivate var inOneColumn: [Block] {
        let lengths = flatMap { block -> [Int] in
            if case .facts(let facts) = block { facts.map(\.name.count) } else { [] }
        }
        let longest = lengths.max() ?? 0
        return map { block in
            guard case .facts(var facts) = block else { return block }
            for index in facts.indices {
                facts[index].name += String(repeating: " ", count: longest - facts[index].name.count)
            }
            return .facts(facts)
        }
    }
}

extension Sequence where Element == Finding {
    /// All of them; where to read more is said once for each topic, and those that take a single line stand close together.
    package var blocks: [Block] {
        var named: Set<String> = []
        var all: [Block] = []
        var lastIsLong = false
        for (number, finding) in enumerated() {
            let isNew = finding.topic.map { named.insert($0).inserted } ?? false
            let blocks = finding.blocks(namingTopic: isNew)
            if number > 0, lastIsLong || blocks.count > 1 { all.append(.blank) }
            all += blocks
            lastIsLong = blocks.count > 1
        }
        return all
    }
}
