/// Every variable a command may see, and where each came from: the process's own first, then `.env`, then what the local stack offers.
package struct Variables: Sendable {
    package struct Value: Sendable {
        package var text: String
        package var origin: Origin
    }

    private let process: [String: String]
    private let dotEnv: DotEnv?
    /// What the running local stack offers in its own environment; the weakest layer.
    package var localStack: [String: String]

    package init(process: [String: String], dotEnv: DotEnv? = nil, localStack: [String: String] = [:]) {
        self.process = process
        self.dotEnv = dotEnv
        self.localStack = localStack
    }

    /// A variable as it stands, empty or not; nil where nobody set it.
    package subscript(name: String) -> Value? {
        if let text = process[name] { return Value(text: text, origin: .variable(name)) }
        if let dotEnv, let entry = dotEnv.entry(name) {
            let origin = Origin.file(dotEnv.path, line: entry.line, column: entry.column)
            return Value(text: entry.value, origin: origin)
        }
        return localStack[name].map { Value(text: $0, origin: .localStack) }
    }

    /// Every name that is set, for "did you mean".
    package var names: Set<String> {
        Set(process.keys).union(dotEnv?.entries.map(\.name) ?? []).union(localStack.keys)
    }

    /// The first of these names that is set to something.
    package func firstSet(_ names: [String]) -> (name: String, value: Value)? {
        for name in names {
            if let value = self[name], !value.text.isEmpty { return (name, value) }
        }
        return nil
    }

    /// True where the name, or its `_FILE` twin, is set to something.
    package func offers(_ name: String) -> Bool {
        firstSet([name, "\(name)_FILE"]) != nil
    }
}
