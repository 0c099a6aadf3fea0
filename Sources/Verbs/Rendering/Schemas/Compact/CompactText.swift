internal import CSchemaData
internal import Glibc

/// A text of kinds, types and fields, and where in it each stands; its form is told in `Sources/C/CSchemaData/README.md`.
///
/// Fields are read when their type is asked for: most of the text is never looked at.
struct CompactText: Sendable {
    /// A kind as its line says it.
    struct Kind: Sendable {
        var apiVersion: String
        var kind: String
        var type: String
        var span: VersionSpan
    }

    /// What became of a kind.
    struct Ending: Sendable {
        var deprecated: Int
        /// Nil while it is still there.
        var removed: Int?
        /// What to write instead; empty where nothing took its place.
        var apiVersion: String
        /// Where that has another name.
        var kind: String?
    }

    struct Field: Sendable {
        var name: String
        var isRequired: Bool
        var word: Substring
        var span: VersionSpan
    }

    struct Body: Sendable {
        var fields: [Field] = []
        /// Of each of these fields one at most may be there.
        var exclusive: [[String]] = []
    }

    private let bytes: [UInt8]
    /// The versions that it knows.
    private(set) var versions = KubernetesVersion(minor: 0)...KubernetesVersion(minor: .max)
    private(set) var kinds: [KindName: Kind] = [:]
    private(set) var endings: [KindName: Ending] = [:]
    /// Where the line behind a type's own begins, and whether it takes any field.
    private var types: [String: (fields: Int, isOpen: Bool)] = [:]

    static let kubernetes = CompactText(embedded: schema_text_kubernetes())
    static let written = CompactText(embedded: schema_text_written())

    private init(embedded text: schema_text) {
        self.init(Array(UnsafeBufferPointer(start: text.bytes, count: text.count)))
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        types.reserveCapacity(1 << 10)
        var start = 0
        while start < bytes.count {
            let end = Self.endOfLine(from: start, in: bytes)
            switch bytes[start] {
            case UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "\n"): break
            case UInt8(ascii: "@"):
                let span = VersionSpan(line(start + 1..<end))
                versions = KubernetesVersion(minor: span.since ?? 0)...KubernetesVersion(minor: span.until ?? .max)
            case UInt8(ascii: "="): addKind(line(start + 1..<end))
            case UInt8(ascii: "-"): addEnding(line(start + 1..<end))
            default:
                let isOpen = end - start > 2 && bytes[end - 1] == UInt8(ascii: "*")
                let name = String(decoding: bytes[start..<(isOpen ? end - 2 : end)], as: UTF8.self)
                types[name] = (end + 1, isOpen)
            }
            start = end + 1
        }
    }

    var typeNames: [String] { types.keys.sorted() }
    var byteCount: Int { bytes.count }

    func has(type: String) -> Bool { types[type] != nil }

    func isOpen(type: String) -> Bool { types[type]?.isOpen == true }

    /// What stands in a type, the fields of other versions too.
    func body(of type: String) -> Body {
        var body = Body()
        guard var start = types[type]?.fields else { return body }
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") {
            let end = Self.endOfLine(from: start, in: bytes)
            let parts = line(start + 1..<end).split(separator: " ")
            start = end + 1
            guard parts[0] != "^" else {
                body.exclusive.append(parts.dropFirst().map(String.init))
                continue
            }
            let isRequired = parts[0].utf8.last == UInt8(ascii: "!")
            body.fields.append(
                Field(
                    name: String(isRequired ? parts[0].dropLast() : parts[0]),
                    isRequired: isRequired,
                    word: parts[1],
                    span: parts.count > 2 ? VersionSpan(parts[2]) : .always,
                )
            )
        }
        return body
    }

    private mutating func addKind(_ line: Substring) {
        let parts = line.split(separator: " ")
        let name = KindName(apiVersion: String(parts[0]), kind: String(parts[1]))
        kinds[name] = Kind(
            apiVersion: name.apiVersion,
            kind: name.kind,
            type: String(parts[2]),
            span: parts.count > 3 ? VersionSpan(parts[3]) : .always,
        )
    }

    private mutating func addEnding(_ line: Substring) {
        let parts = line.split(separator: " ")
        endings[KindName(apiVersion: String(parts[0]), kind: String(parts[1]))] = Ending(
            deprecated: Int(parts[2]) ?? 0,
            removed: Int(parts[3]),
            apiVersion: parts.count > 4 ? String(parts[4]) : "",
            kind: parts.count > 5 ? String(parts[5]) : nil,
        )
    }

    private func line(_ range: Range<Int>) -> Substring {
        Substring(String(decoding: bytes[range], as: UTF8.self))
    }

    private static func endOfLine(from start: Int, in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            guard let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start) else {
                return buffer.count
            }
            return UnsafeRawPointer(found) - base
        }
    }
}

/// What names a kind: `apps/v1` and `Deployment`.
struct KindName: Sendable, Hashable, Comparable {
    var apiVersion: String
    var kind: String

    /// Of what does not say what it is.
    static let unknown = KindName(apiVersion: "", kind: "")

    /// Empty for Kubernetes' core.
    var group: Substring {
        apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")).map { apiVersion[..<$0] } ?? ""
    }

    var version: Substring {
        guard let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) else { return apiVersion[...] }
        return apiVersion[apiVersion.utf8.index(after: slash)...]
    }

    static func < (one: Self, other: Self) -> Bool {
        (one.kind, one.apiVersion) < (other.kind, other.apiVersion)
    }
}
