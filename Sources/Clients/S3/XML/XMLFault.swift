/// Why bytes are no document we read.
package enum XMLFault: Error, Sendable, Hashable {
    /// The end came too early: the answer was cut off.
    case truncated
    /// expat's code, an `XML_ERROR_…`, and where.
    case malformed(code: Int, line: Int, column: Int)
    /// A DTD can name files and grow without bound; no S3 document has one.
    case doctype
    case tooDeep(limit: Int)
    case tooLarge(limit: Int)
    /// The document is another one, or lacks what it must have.
    case unexpected(element: String)
}
