internal import Cryptography

/// What a rendering was made of: the template's bytes and the values it read.
///
/// Equal inputs have equal digests.
package struct InputDigest: Sendable {
    let template: [UInt8]
    package let values: Values
    package let usage: ValueUsage

    /// SHA-256 in hexadecimal, over the template and every value read, in the order of the values.
    package var sha256: String {
        var bytes = template
        for number in usage.taken.indices where usage.taken[number] || usage.askedOf[number] {
            guard let value = values.value(numbered: number) else { continue }
            write("\n\(values.path(of: number))", &bytes)
            if usage.taken[number] { write(value, &bytes) }
            if usage.askedOf[number] { write("?\(size(of: value))\(value.holds)", &bytes) }
        }
        return DigestAlgorithm.sha256.digest(of: bytes).hexadecimal
    }

    private func write(_ text: String, _ bytes: inout [UInt8]) {
        // With its length, so that no text can pass for two.
        bytes += "\(text.utf8.count):".utf8
        bytes += text.utf8
    }

    private func size(of value: Values.Value) -> Int {
        switch value.content {
        case .list(let items): items.count
        case .map(let fields): fields.entries.count
        default: 0
        }
    }

    private func write(_ value: Values.Value, _ bytes: inout [UInt8]) {
        write("\(value.named) \(size(of: value))", &bytes)
        switch value.content {
        case .list(let items): for item in items { write(item, &bytes) }
        case .map(let fields):
            for entry in fields.entries {
                write(entry.name, &bytes)
                write(entry.value, &bytes)
            }
        default: write(value.spelled ?? "", &bytes)
        }
    }
}
