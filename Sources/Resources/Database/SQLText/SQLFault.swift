/// Why a text cannot be read as SQL for the server, and where.
package struct SQLFault: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case unterminatedString, unterminatedIdentifier, unterminatedComment
        /// `$tag$` that never comes again.
        case unterminatedDollarQuote(tag: String)
        /// A line for psql alone: `\i`, `\copy`, `\connect`.
        case psqlCommand(String)
        /// `copy … from stdin`: the data would stand among the statements.
        case copyFromStandardInput
        case nul
        case invalidUTF8
    }

    package var kind: Kind
    /// In bytes from the beginning of the text.
    package var offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}
