internal import YAML

/// The path of a replacement: `spec.template.spec.containers.[name=web].env.0.value`, `*` for every item.
struct FieldPath {
    enum Step {
        case key(String)
        case index(Int)
        case every
        /// Items whose field matches; items themselves where the field is empty.
        case item(field: String, value: String, pattern: Pattern)
    }

    let text: String
    let steps: [Step]

    init(_ path: Placed<String>) throws(KustomizeError) {
        text = path.value
        var steps: [Step] = []
        for part in Self.parts(of: path.value) {
            if part == "*" {
                steps.append(.every)
            } else if part.hasPrefix("["), let equals = part.firstIndex(of: "=") {
                let field = part[part.index(after: part.startIndex)..<equals]
                var value = String(part[part.index(after: equals)...])
                if value.hasSuffix("]") { value.removeLast() }
                steps.append(
                    .item(field: String(field), value: value, pattern: try Self.pattern(value, at: path.place))
                )
            } else if let index = Int(part), index >= 0 {
                steps.append(.index(index))
            } else {
                steps.append(.key(part))
            }
        }
        guard steps.count <= 100 else {
            throw KustomizeError(.invalid("the path is more than 100 deep"), at: path.place)
        }
        self.steps = steps
    }

    /// kustomize looks for the pattern anywhere in the field.
    private static func pattern(_ text: String, at place: YAML.Place) throws(KustomizeError) -> Pattern {
        do {
            return try Pattern("(?:.|\\n)*(?:\(text))(?:.|\\n)*")
        } catch {
            throw KustomizeError(.badPattern(text, reason: error.reason), at: place)
        }
    }

    /// Splits at dots that no backslash and no brackets hold together.
    private static func parts(of path: String) -> [String] {
        var split: [String] = []
        for part in path.split(separator: ".", omittingEmptySubsequences: false) {
            if let last = split.last, last.hasSuffix("\\") {
                split[split.count - 1] = last.dropLast() + "." + part
            } else {
                split.append(String(part))
            }
        }
        var parts: [String] = []
        var open: [String] = []
        for part in split {
            if open.isEmpty, !part.hasPrefix("[") || part.hasSuffix("]") {
                parts.append(part.contains("=") ? part : part.withoutBrackets)
                continue
            }
            open.append(part)
            guard part.hasSuffix("]") else { continue }
            let whole = open.joined(separator: ".")
            parts.append(whole.contains("=") ? whole : whole.withoutBrackets)
            open = []
        }
        if !open.isEmpty { parts.append(open.joined(separator: ".")) }
        return parts.filter { !$0.isEmpty }
    }

    /// The one value a source's path leads to.
    func value(in root: YAML.Node) -> YAML.Node? {
        var node = root
        for step in steps {
            let next: YAML.Node? =
                switch step {
                case .key(let name): node[name]
                case .index(let index): node[index] ?? node[String(index)]
                case .every: nil
                case .item(let field, let value, _):
                    node.sequence?.first { (field.isEmpty ? $0 : $0[field])?.plainText == value }
                }
            guard let next else { return nil }
            node = next
        }
        return node
    }

    /// Changes every value the path leads to.
    /// - Parameter made: what stands at the end of a path that had to be made; nil where none is made.
    /// - Returns: how many there were.
    func change(
        _ node: inout YAML.Node,
        made: YAML.Node?,
        _ body: (inout YAML.Node, _ isNew: Bool) throws(MergeError) -> Void
    ) throws(MergeError) -> Int {
        try change(&node, steps[...], made: made, isNew: false, body)
    }

    private func change(
        _ node: inout YAML.Node,
        _ path: ArraySlice<Step>,
        made: YAML.Node?,
        isNew: Bool,
        _ body: (inout YAML.Node, Bool) throws(MergeError) -> Void
    ) throws(MergeError) -> Int {
        guard let step = path.first else {
            try body(&node, isNew)
            return 1
        }
        let rest = path.dropFirst()
        switch step {
        case .key(let name):
            guard node.mapping != nil || node.isNull && made != nil else { return 0 }
            var isNew = isNew
            if node[name] == nil {
                guard let made else { return 0 }
                node.set(name, to: Self.start(of: rest, made))
                isNew = true
            }
            guard var child = node[name] else { return 0 }
            node.set(name, to: .null)
            defer { node.set(name, to: child) }
            return try change(&child, rest, made: made, isNew: isNew, body)
        case .index(let index):
            guard case .sequence(var items) = node.content else { return 0 }
            var isNew = isNew
            if index == items.count, let made {
                items.append(Self.start(of: rest, made))
                isNew = true
            }
            guard items.indices.contains(index) else {
                throw MergeError(path: text, reason: "there is no item \(index) among \(items.count)")
            }
            node.content = .sequence([])
            defer { node.content = .sequence(items) }
            return try change(&items[index], rest, made: made, isNew: isNew, body)
        case .every:
            guard case .sequence(var items) = node.content else { return 0 }
            node.content = .sequence([])
            defer { node.content = .sequence(items) }
            var count = 0
            for position in items.indices {
                count += try change(&items[position], rest, made: made, isNew: isNew, body)
            }
            return count
        case .item(let field, let value, let pattern):
            guard case .sequence(var items) = node.content else { return 0 }
            node.content = .sequence([])
            defer { node.content = .sequence(items) }
            var count = 0
            for position in items.indices {
                let item = items[position]
                guard let found = field.isEmpty ? item : item[field], found.scalar != nil,
                    pattern.matches(found.plainText)
                else { continue }
                // kustomize stops at an item that is found by itself.
                count += try change(&items[position], field.isEmpty ? [] : rest, made: made, isNew: isNew, body)
            }
            guard count == 0, let made else { return count }
            let scalar = YAML.Node(YAML.Scalar(text: value, style: .plain))
            items.append(field.isEmpty ? scalar : YAML.Node([field: scalar]))
            return try change(&items[items.count - 1], field.isEmpty ? [] : rest, made: made, isNew: true, body)
        }
    }

    private static func start(of path: ArraySlice<Step>, _ made: YAML.Node) -> YAML.Node {
        switch path.first {
        case nil: made
        case .key: YAML.Node(YAML.Mapping())
        case .index, .every, .item: []
        }
    }
}

extension YAML.Node {
    fileprivate init(_ entries: [String: YAML.Node]) {
        var mapping = YAML.Mapping()
        for (name, value) in entries { mapping[name] = value }
        self.init(mapping)
    }
}

extension String {
    fileprivate var withoutBrackets: String {
        var text = self[...]
        while text.hasPrefix("[") || text.hasPrefix("]") { text = text.dropFirst() }
        while text.hasSuffix("[") || text.hasSuffix("]") { text = text.dropLast() }
        return String(text)
    }
}
