internal import Cryptography
internal import FoundationEssentials
internal import Words

/// The files of a support bundle, each masked as it comes in.
struct BundleFiles {
    struct File {
        let name: String
        /// What it is, for whoever unpacks it.
        let about: String
        let bytes: [UInt8]
    }

    private(set) var all: [File] = []
    private let redactor: Redactor

    init(redactor: Redactor) {
        self.redactor = redactor
    }

    /// Masked as a whole: a key of several lines is one only so.
    mutating func add(_ name: String, _ about: String, text: String) {
        all.append(File(name: name, about: about, bytes: Array(redactor.redact(text).utf8)))
    }

    /// For what was masked as a value before it was written: to a second mask its own punctuation would look like a secret.
    mutating func add(_ name: String, _ about: String, masked text: String) {
        all.append(File(name: name, about: about, bytes: Array(text.utf8)))
    }

    /// As `sha256sum --check` reads it.
    static func manifest(of files: [File]) -> String {
        files.map { "\(DigestAlgorithm.sha256.digest(of: $0.bytes).hexadecimal)  \($0.name)\n" }.joined()
    }
}
