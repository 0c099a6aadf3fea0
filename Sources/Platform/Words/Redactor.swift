internal import Deadlines
internal import Synchronization

/// The one seam through which everything a person or a machine reads must go: it masks what must not be told.
///
/// Two nets. The first knows the secret values (`learn`) and finds them in every form they take: as they are, percent-encoded, escaped in
/// JSON, in hexadecimal, inside base64. The second needs no knowledge: what stands after a name like `password` or `api_key`, in the user part of a URL,
/// after `Bearer`, or in a PEM private key. A masked value shows nothing of itself, neither letters nor length.
///
/// Short secrets: in running text a value of eight bytes or more is masked wherever it stands, one of four to seven only as a whole word
/// (or a role named `agent` whose password is `agent` would turn `agents` into dots), and one below four not at all: it hides in every
/// word. Next to a telling name each of them is masked whatever its length.
package final class Redactor: Sendable {
    private let known = Locked(KnownSecrets())

    package init() {}

    package func learn(_ secret: Secret) {
        learn([secret])
    }

    /// Many at once, which costs as much as one does.
    package func learn(_ secrets: [Secret]) {
        let forms = secrets.flatMap { KnownSecrets.forms(of: $0.reveal()) }
        guard !forms.isEmpty else { return }
        known.withLock { $0.add(forms) }
    }

    /// A log's text, in which more is taken for a secret than in a report: what is masked there in vain costs nobody anything.
    package func redactLog(_ text: String) -> String {
        masked(text, alsoBy: LogShapes.ranges) ?? text
    }

    /// Masked text; the very same text, and quickly, where there is nothing to hide.
    package func redact(_ text: String) -> String {
        masked(text) ?? text
    }

    /// Nil where there is nothing to hide, which is almost always: whoever has thousands of texts then keeps them as they are.
    func masked(_ text: String, alsoBy shapes: (SecretShapes.Text) -> [Range<Int>] = { _ in [] }) -> String? {
        let known = known.withLock { $0 }
        var text = text
        let found = text.withUTF8 { bytes in
            SecretShapes.ranges(in: bytes) + shapes(bytes) + known.ranges(in: bytes)
        }
        return found.isEmpty ? nil : Redactor.mask(found, in: text)
    }

    private static func mask(_ ranges: [Range<Int>], in text: String) -> String {
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        var copied = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound > copied {
            // Ranges that touch or overlap are one secret: one mask.
            if range.lowerBound > copied || copied == 0 {
                masked += bytes[copied..<max(copied, range.lowerBound)]
                masked += Secret.mask.utf8
            }
            copied = range.upperBound
        }
        masked += bytes[copied...]
        return String(decoding: masked, as: UTF8.self)
    }
}
