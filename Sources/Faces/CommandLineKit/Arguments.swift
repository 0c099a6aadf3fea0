/// What a line said, as typed values.
package struct Arguments: Sendable {
    /// Where a value comes from.
    package enum Source: Sendable, Hashable {
        case line
        case environment(String)
        case standard
    }

    /// The command's path as in the table, whatever alias was typed.
    package let path: [String]
    private var values: [String: any Sendable] = [:]
    /// The options on the line as they were written, by spelling.
    var texts: [String: [String]] = [:]
    private var sources: [String: Source] = [:]

    init(path: [String]) {
        self.path = path
    }

    package subscript<Value>(_ option: Option<Value>) -> Value {
        guard let value = values[option.spec.spelled] as? Value else {
            preconditionFailure("\(option.spec.spelled) is not in the table of \(path.joined(separator: " "))")
        }
        return value
    }

    package subscript<Value>(_ argument: Argument<Value>) -> Value {
        guard let value = values[argument.spec.name] as? Value else {
            preconditionFailure("\(argument.spec.name) is not in the table of \(path.joined(separator: " "))")
        }
        return value
    }

    package func source<Value>(of option: Option<Value>) -> Source {
        sources[option.spec.spelled] ?? .standard
    }

    mutating func set(_ name: String, to value: any Sendable, from source: Source) {
        values[name] = value
        sources[name] = source
    }
}
