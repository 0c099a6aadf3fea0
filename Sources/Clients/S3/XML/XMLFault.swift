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

extension XMLFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the answer ends too early"
        case .malformed(_, let line, let column): "line \(line), column \(column) is no XML"
        case .doctype: "a document type is declared, which no store does"
        case .tooDeep(let limit): "nested more than \(limit) deep"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .unexpected(let element): "\(element) was due"
        }
    }
}
