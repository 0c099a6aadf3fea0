internal import YAML

/// What a plain scalar means to the Go programs that read manifests, where YAML 1.2 means something else.
///
/// `0644` is 420 to them and to the API server, `1_000` a thousand; `yes` and `12:30` are texts to all.
struct ScalarReading {
    let options: Kustomize.Options
    /// Whether `yes`, `on` and `y` are true: so kustomize reads JSON patches, and nothing else.
    var readsOldBooleans = false

    /// A document with its numbers as Kubernetes reads them, no tags left.
    func read(_ node: YAML.Node) throws(KustomizeError) -> YAML.Node {
        switch node.content {
        case .scalar(let scalar): return try read(scalar, of: node)
        case .sequence(let items):
            var read = node
            guard items.contains(where: needsReading) || node.tag != nil else { return node }
            var changed = items
            for position in items.indices { changed[position] = try self.read(items[position]) }
            read.content = .sequence(changed)
            read.tag = nil
            return read
        case .mapping(let mapping):
            guard mapping.contains(where: { needsReading($0.value) || $0.keyTag != nil }) || node.tag != nil else {
                return node
            }
            var changed = YAML.Mapping()
            for entry in mapping {
                var key = entry.key
                key.tag = nil
                changed.set(key, to: try read(entry.value))
            }
            var read = node
            read.content = .mapping(changed)
            read.tag = nil
            return read
        }
    }

    private func needsReading(_ node: YAML.Node) -> Bool {
        if node.tag != nil { return true }
        switch node.content {
        case .scalar(let scalar):
            guard scalar.style == .plain, let first = scalar.text.utf8.first else { return false }
            return (first < UInt8(ascii: ":") || readsOldBooleans) && scalar.oldReading != nil
        case .sequence(let items): return items.contains(where: needsReading)
        case .mapping(let mapping): return mapping.contains { needsReading($0.value) || $0.keyTag != nil }
        }
    }

    private func read(_ scalar: YAML.Scalar, of node: YAML.Node) throws(KustomizeError) -> YAML.Node {
        var read = node
        if let tag = node.tag {
            read.tag = nil
            switch tag {
            case "!!str": read.content = .scalar(YAML.Scalar(text: scalar.text, style: .doubleQuoted))
            case "!!int", "!!float", "!!bool", "!!null":
                read.content = .scalar(YAML.Scalar(text: scalar.text, style: .plain))
            case "!!binary": read.content = .scalar(YAML.Scalar(text: scalar.text, style: .doubleQuoted))
            default: throw KustomizeError(.yaml(.unknownTag(tag)), at: node.place)
            }
        }
        guard let reading = scalar.oldReading else { return read }
        let text = scalar.text.filter { $0 != "_" }
        switch reading {
        case .octal, .binary, .grouped:
            if let number = Self.number(text) {
                read.content = .scalar(YAML.Scalar(text: String(number), style: .plain))
            } else if let number = Double(text), reading == .grouped {
                let isWhole = number == number.rounded() && abs(number) < 1e15
                let shown = isWhole ? String(Int(number)) : String(number)
                read.content = .scalar(YAML.Scalar(text: shown, style: .plain))
            }
        case .date where options.compat && scalar.text.utf8.count == 10:
            read.content = .scalar(YAML.Scalar(text: scalar.text + "T00:00:00Z", style: .doubleQuoted))
        case .boolean where readsOldBooleans:
            let truth = ["y", "yes", "on"].contains(text.lowercased())
            read.content = .scalar(YAML.Scalar(text: truth ? "true" : "false", style: .plain))
        case .date, .boolean, .sexagesimal, .sign: break
        }
        return read
    }

    private static func number(_ text: String) -> Int? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let radix: Int
        switch digits.prefix(2).lowercased() {
        case "0x": (radix, digits) = (16, digits.dropFirst(2))
        case "0b": (radix, digits) = (2, digits.dropFirst(2))
        case "0o": (radix, digits) = (8, digits.dropFirst(2))
        case _ where digits.first == "0" && digits.count > 1: (radix, digits) = (8, digits.dropFirst())
        default: radix = 10
        }
        guard digits.utf8.first.map({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) == true else { return nil }
        return Int((isNegative ? "-" : "") + digits, radix: radix)
    }
}
