package import Words

extension Values {
    /// Where a value was said.
    package enum Origin: Sendable, Hashable {
        case file(Place)
        /// A variable, the built-in values: in words.
        case elsewhere(String)
    }

    /// One value that templates may read: its type, its spelling, and where it was said.
    package struct Value: Sendable {
        package enum Content: Sendable {
            /// Known by name, and nobody has said it.
            case nothing
            case truth(Bool)
            case integer(Int)
            /// A number with a fraction, as it was spelled: `0.10` stays `0.10`.
            case number(spelled: String)
            case text(String)
            case list([Value])
            case map(Fields)
            /// Where a secret is found (`env:NAME`): a template may ask whether there is one, and never reads it.
            case reference(String)
        }

        package var content: Content
        package var origin: Origin

        /// Its number in the tree, in the order of the tree, and the number behind the last one below it: given by `Values`.
        var number = 0
        var end = 1

        package init(_ content: Content, _ origin: Origin) {
            self.content = content
            self.origin = origin
        }

        /// What an error calls it; never its text.
        var named: String {
            switch content {
            case .nothing: "nothing"
            case .truth: "true or false"
            case .integer: "a whole number"
            case .number: "a number"
            case .text: "a text"
            case .list: "a list"
            case .map: "a map"
            case .reference: "a reference to a secret"
            }
        }

        /// A single value as a text holds it; nil for lists, maps and what has no text.
        var spelled: String? {
            switch content {
            case .truth(let truth): truth ? "true" : "false"
            case .integer(let number): String(number)
            case .number(let spelled), .text(let spelled): spelled
            case .nothing, .list, .map, .reference: nil
            }
        }

        /// What `!if` makes of it: nothing, `false` and what is empty do not hold; every number does, and so does 0.
        var holds: Bool {
            switch content {
            case .nothing: false
            case .truth(let truth): truth
            case .integer, .number, .reference: true
            case .text(let text): !text.isEmpty
            case .list(let items): !items.isEmpty
            case .map(let fields): !fields.entries.isEmpty
            }
        }
    }
}
