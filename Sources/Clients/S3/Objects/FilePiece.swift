/// A stretch of a file that goes out as one body.
struct FilePiece: Sendable, Hashable {
    let path: String
    let offset: Int
    let count: Int
}
