internal import Words

/// How the text of one value is read, what its placeholder says and how a shell completes it.
package struct ValueKind<Value: Sendable>: Sendable {
    package var placeholder: String
    package var completion: Completion
    package var read: @Sendable (String) throws(BadValue) -> Value
    /// The value as somebody would write it: how help shows a default.
    package var write: @Sendable (Value) -> String

    package init(
        placeholder: String,
        completion: Completion = .none,
        read: @escaping @Sendable (String) throws(BadValue) -> Value,
        write: @escaping @Sendable (Value) -> String,
    ) {
        self.placeholder = placeholder
        self.completion = completion
        self.read = read
        self.write = write
    }

    /// The same kind under another placeholder.
    package func called(_ placeholder: String) -> ValueKind {
        var kind = self
        kind.placeholder = placeholder
        return kind
    }

    /// The same kind, completed in another way.
    package func completed(by completion: Completion) -> ValueKind {
        var kind = self
        kind.completion = completion
        return kind
    }
}

/// What a shell offers where a value is wanted.
package enum Completion: Sendable {
    case none
    case file
    case directory
    case choices([Choice])
    /// Asked at the moment of completion, with what has been typed of the value so far; must be quick and never fail loudly.
    case dynamic(@Sendable (String) -> [Choice])

    package struct Choice: Sendable, Hashable {
        package var value: String
        package var summary: String

        package init(_ value: String, _ summary: String = "") {
            self.value = value
            self.summary = summary
        }
    }

    var fixedValues: [String] {
        if case .choices(let choices) = self { choices.map(\.value) } else { [] }
    }
}

/// Why a value was refused, as the half sentence after the option's name: `"5x" is not a duration`.
package struct BadValue: Error, Hashable, Sendable {
    package var problem: String
    package var hint: String?

    package init(_ problem: String, hint: String? = nil) {
        self.problem = problem
        self.hint = hint
    }
}

extension ValueKind where Value == String {
    /// Any text that is not empty.
    package static var text: ValueKind {
        ValueKind(placeholder: "TEXT", read: nonEmpty, write: { $0 })
    }

    package static var file: ValueKind {
        ValueKind(placeholder: "FILE", completion: .file, read: nonEmpty, write: { $0 })
    }

    package static var directory: ValueKind {
        ValueKind(placeholder: "DIR", completion: .directory, read: nonEmpty, write: { $0 })
    }

    /// The address of a thing or a glob over addresses: `fr-par/storage/bucket/reports`.
    package static var address: ValueKind {
        ValueKind(
            placeholder: "ADDRESS",
            read: { text throws(BadValue) in
                let parts = text.split(separator: "/", omittingEmptySubsequences: false)
                let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
                guard isPlain, !parts.contains("") else {
                    throw BadValue("\(quoted(text)) is not an address; write it like fr-par/storage/bucket/reports")
                }
                return text
            },
            write: { $0 },
        )
    }

    /// One of a few names.
    package static func choice(_ choices: [Completion.Choice], placeholder: String = "NAME") -> ValueKind {
        let names = choices.map(\.value)
        return ValueKind(
            placeholder: placeholder,
            completion: .choices(choices),
            read: { text throws(BadValue) in
                guard names.contains(text) else { throw notAChoice(text, of: names) }
                return text
            },
            write: { $0 },
        )
    }

    private static func nonEmpty(_ text: String) throws(BadValue) -> String {
        if text.isEmpty { throw BadValue("the value is empty") }
        return text
    }
}

extension ValueKind where Value: RawRepresentable<String> {
    /// One of some values of an enum, by raw value; `about` tells a shell what each is.
    package static func choice(of values: [Value], placeholder: String, about: ((Value) -> String)? = nil) -> ValueKind
    {
        let names = values.map(\.rawValue)
        return ValueKind(
            placeholder: placeholder,
            completion: .choices(values.map { Completion.Choice($0.rawValue, about?($0) ?? "") }),
            read: { text throws(BadValue) in
                guard names.contains(text), let value = Value(rawValue: text) else {
                    throw notAChoice(text, of: names)
                }
                return value
            },
            write: \.rawValue,
        )
    }
}

extension ValueKind where Value: CaseIterable & RawRepresentable<String> {
    /// One of an enum's cases, by raw value.
    package static func choice(placeholder: String) -> ValueKind {
        choice(of: Array(Value.allCases), placeholder: placeholder)
    }
}

extension ValueKind where Value == Int {
    package static var integer: ValueKind { integer(in: Int.min...Int.max) }

    package static func integer(in range: ClosedRange<Int>) -> ValueKind {
        ValueKind(
            placeholder: "N",
            read: { text throws(BadValue) in
                guard let number = Int(text) else { throw BadValue("\(quoted(text)) is not a whole number") }
                guard range.contains(number) else { throw BadValue("\(number) is \(outside(range))") }
                return number
            },
            write: { String($0) },
        )
    }

    private static func outside(_ range: ClosedRange<Int>) -> String {
        if range.upperBound == Int.max { return "too small; \(range.lowerBound) or more is wanted" }
        if range.lowerBound == Int.min { return "too large; \(range.upperBound) or less is wanted" }
        return "out of range; \(range.lowerBound) to \(range.upperBound) is wanted"
    }
}

extension ValueKind where Value == Double {
    /// A decimal number; neither infinity nor not-a-number.
    package static func number(in range: ClosedRange<Double>) -> ValueKind {
        ValueKind(
            placeholder: "NUMBER",
            read: { text throws(BadValue) in
                guard let number = Double(text), number.isFinite else {
                    throw BadValue("\(quoted(text)) is not a number")
                }
                guard range.contains(number) else {
                    throw BadValue("\(text) is out of range; \(range.lowerBound) to \(range.upperBound) is wanted")
                }
                return number
            },
            write: { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : String($0) },
        )
    }
}

extension ValueKind where Value == Duration {
    /// `500ms`, `30s`, `5m`, `1h`; zero is refused, for nothing can be done in no time.
    package static var duration: ValueKind {
        ValueKind(
            placeholder: "TIME",
            read: { text throws(BadValue) in
                guard let duration = Duration(written: text) else {
                    throw BadValue("\(quoted(text)) is not a duration; write 500ms, 30s, 5m or 1h")
                }
                guard duration > .zero else { throw BadValue("the duration must be longer than zero") }
                return duration
            },
            write: { $0.written },
        )
    }
}

/// What somebody typed, in quotation marks and cut where it is very long.
func quoted(_ text: String) -> String {
    text.count <= 80 ? "\"\(text)\"" : "\"\(text.prefix(79))…\""
}

private func notAChoice(_ text: String, of names: [String]) -> BadValue {
    let hint = NearestName.to(text, among: names).map { "did you mean \($0)?" }
    return BadValue("\(quoted(text)) is none of \(names.joined(separator: ", "))", hint: hint)
}
