internal import Cryptography
internal import HTTP

/// One operation, before it is signed.
struct S3Request: Sendable {
    /// As the API calls it.
    let operation: String
    let method: String
    var bucket: String?
    var key: String?
    var query: [SignableRequest.Pair] = []
    var headers: [SignableRequest.Pair] = []
    var body = Body.none
    /// Done twice it ends as done once, so it may be repeated after a connection broke in the middle.
    var mayRepeat = true
    /// The roots of the document a good answer carries; where it is another one, the answer is none.
    var roots: [String]
    var bodyLimit = 16 << 20

    enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A piece of a file and its SHA-256.
        case file(FilePiece, sha256: String)
    }

    init(_ operation: String, _ method: String, bucket: String? = nil, key: String? = nil, roots: [String] = []) {
        self.roots = roots
        self.operation = operation
        self.method = method
        self.bucket = bucket
        self.key = key
    }

    func querying(_ name: String, _ value: String? = "") -> S3Request {
        guard let value else { return self }
        var copy = self
        copy.query.append(.init(name, value))
        return copy
    }

    func adding(_ name: String, _ value: String?) -> S3Request {
        guard let value else { return self }
        var copy = self
        copy.headers.append(.init(name, value))
        return copy
    }

    /// With a document for a body; some dialects want its MD5, so it always goes along.
    func carrying(_ document: [UInt8], as contentType: String = "application/xml") -> S3Request {
        var copy = adding("Content-MD5", DigestAlgorithm.md5.digest(of: document).base64).adding(
            "Content-Type",
            contentType
        )
        copy.body = .bytes(document)
        return copy
    }
}

/// A good answer.
struct S3Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]
    /// Read where the request said which one comes; nil where the body is empty.
    let document: XMLElement?
    let attempts: Int
}
