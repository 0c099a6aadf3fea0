/// A value that does not print itself: reading it takes the word `reveal`.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    package init(_ value: String) {
        self.value = value
    }

    package func reveal() -> String { value }

    package var isEmpty: Bool { value.isEmpty }

    package static let mask = "••••••"

    package var description: String { Secret.mask }
    package var debugDescription: String { Secret.mask }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
