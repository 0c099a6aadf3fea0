/// Why a text cannot be read as SQL for the server, and where.
package struct SQLFault: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case unterminatedString, unterminatedIdentifier, unterminatedComment
        /// A dollar quote that is never closed; the tag stands without its dollar signs and is empty for `$$`.
        case unterminatedDollarQuote(tag: String)
        /// A backslash outside any quotes: what only psql understands. With its backslash: `\i`, `\copy`, `\.`.
        case psqlCommand(String)
        /// `copy … from stdin`: the data would stand among the statements.
        case copyFromStandardInput
        /// `copy … to stdout`: nobody would read what comes.
        case copyToStandardOutput
        case nul
        case invalidUTF8
        /// More than the server takes in one message.
        case tooLong(limit: Int)
    }

    package var kind: Kind
    /// In bytes from the beginning of the text: where the offending token, command or sequence of bytes begins.
    package var offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension SQLFault.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unterminatedString: "the string that begins here is never closed"
        case .unterminatedIdentifier: "the quoted identifier that begins here is never closed"
        case .unterminatedComment: "the comment that begins here is never closed"
        case .unterminatedDollarQuote(let tag): "the dollar quote $\(tag)$ that begins here is never closed"
        case .psqlCommand(let name): "\(name) is a command of psql, which the server does not know"
        case .copyFromStandardInput: "copy from stdin needs data behind the statement; write insert statements instead"
        case .copyToStandardOutput: "copy to stdout sends data that nobody reads here"
        case .nul: "a NUL byte, which no SQL text may hold"
        case .invalidUTF8: "bytes that are no UTF-8"
        case .tooLong(let limit): "more than \(limit) bytes, the most the server takes at once"
        }
    }
}
