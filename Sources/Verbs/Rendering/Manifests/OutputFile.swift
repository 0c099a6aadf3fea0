/// A file that a rendering makes.
package struct OutputFile: Sendable, Hashable {
    /// Seen from the folder of the output, `/` between its parts.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What stands at the head of each file that is made: whence it comes, and of what.
///
/// No time and no host, so that equal inputs give equal bytes.
enum Header {
    static func text(of templates: [String], inputs: [String]) -> String {
        """
        Made by ihctl render from \(templates.joined(separator: ", ")): change that, not this.
        inputs sha256:\(digest(inputs))
        """
    }

    private static func digest(_ inputs: [String]) -> String {
        inputs.count == 1 ? inputs[0] : Digests.sha256(of: inputs.joined(separator: "\n"))
    }
}
