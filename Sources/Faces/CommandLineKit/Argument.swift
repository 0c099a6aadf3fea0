/// A value of a command that is known by its place, declared once: the table and `arguments[argument]` both read it from here.
package struct Argument<Value: Sendable>: ArgumentDeclaration {
    package let spec: ArgumentSpec
    let absent: Value?

    /// An argument that must be there.
    package init(_ name: String, _ kind: ValueKind<Value>, _ summary: String) {
        spec = ArgumentSpec(name: name, summary: summary, arity: .one, completion: kind.completion) {
            texts throws(BadValue) in try kind.read(texts[0])
        }
        absent = nil
    }

    /// An argument that may be left out.
    package init<Wrapped>(
        optional name: String,
        _ kind: ValueKind<Wrapped>,
        _ summary: String,
    ) where Value == Wrapped? {
        spec = ArgumentSpec(name: name, summary: summary, arity: .optional, completion: kind.completion) {
            texts throws(BadValue) in Value.some(try kind.read(texts[0]))
        }
        absent = .some(nil)
    }

    /// All that is left of the line; only the last argument of a command can be this.
    package init<Element>(
        rest name: String,
        atLeast minimum: Int = 0,
        _ kind: ValueKind<Element>,
        _ summary: String,
    ) where Value == [Element] {
        spec = ArgumentSpec(name: name, summary: summary, arity: .rest(minimum), completion: kind.completion) {
            texts throws(BadValue) in
            var values: [Element] = []
            for text in texts { values.append(try kind.read(text)) }
            return values
        }
        absent = []
    }

    package func absentValue() -> (any Sendable)? { absent }
}

/// What the table needs of an argument, whatever its type.
package protocol ArgumentDeclaration: Sendable {
    var spec: ArgumentSpec { get }
    func absentValue() -> (any Sendable)?
}

/// One row of the table of arguments.
package struct ArgumentSpec: Sendable {
    package enum Arity: Sendable, Hashable {
        case one
        case optional
        case rest(Int)
    }

    /// In capitals, as usage lines show it: `ADDRESS`.
    package var name: String
    package var summary: String
    package var arity: Arity
    package var completion: Completion
    let read: @Sendable ([String]) throws(BadValue) -> any Sendable

    /// `NAME`, `[NAME]`, `NAME…` or `[NAME…]`.
    package var usage: String {
        switch arity {
        case .one: name
        case .optional: "[\(name)]"
        case .rest(0): "[\(name)…]"
        case .rest: "\(name)…"
        }
    }
}
