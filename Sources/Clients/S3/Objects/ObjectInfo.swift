internal import Cryptography
package import FoundationEssentials
internal import HTTP

/// What a store tells of an object beside its bytes.
package struct ObjectInfo: Sendable, Hashable {
    /// Of the whole object, also where only a range was asked for.
    package let size: Int
    /// Without quotes; an MD5 only for simple uploads without encryption by a key service.
    package let etag: String?
    package let contentType: String?
    package let lastModified: Date?
    package let versionID: String?
    package let storageClass: String?
    package let encryption: String?
    /// Lower-case names.
    package let metadata: [String: String]
    /// SHA-256 of the whole, lower-case hex, where the store keeps it.
    package let sha256: String?

    init(_ headers: HTTPHeaders) {
        let total = headers["content-range"].flatMap { $0.split(separator: "/").last }.flatMap { Int($0) }
        size = total ?? headers["content-length"].flatMap { Int($0) } ?? 0
        etag = headers["etag"].map { unquoted($0) }
        contentType = headers["content-type"]
        lastModified = headers["last-modified"].flatMap { httpDate($0) }
        versionID = headers["x-amz-version-id"]
        storageClass = headers["x-amz-storage-class"]
        encryption = headers["x-amz-server-side-encryption"]
        var metadata: [String: String] = [:]
        for field in headers.fields {
            let name = field.name.lowercased()
            if name.hasPrefix("x-amz-meta-") { metadata[String(name.dropFirst(11))] = field.value }
        }
        self.metadata = metadata
        // A checksum of checksums ends in the number of parts, and cannot be compared.
        sha256 = headers["x-amz-checksum-sha256"].flatMap { [UInt8](base64: $0) }?.hexadecimal
    }
}

/// What goes along with an object that is stored.
package struct ObjectAttributes: Sendable, Hashable {
    package var contentType: String?
    /// Names and values in printable ASCII.
    package var metadata: [String: String]
    package var storageClass: String?
    package var tags: [S3Tag]
    /// Only where there is no object of that name yet; not every store heeds it.
    package var onlyIfAbsent: Bool
    /// Lets the store keep the SHA-256 and give it back at every reading; not for uploads in parts.
    package var keepsChecksum: Bool

    package init(
        contentType: String? = nil,
        metadata: [String: String] = [:],
        storageClass: String? = nil,
        tags: [S3Tag] = [],
        onlyIfAbsent: Bool = false,
        keepsChecksum: Bool = false,
    ) {
        self.contentType = contentType
        self.metadata = metadata
        self.storageClass = storageClass
        self.tags = tags
        self.onlyIfAbsent = onlyIfAbsent
        self.keepsChecksum = keepsChecksum
    }

    func headers(for operation: String) throws(S3Error) -> [SignableRequest.Pair] {
        var headers = [SignableRequest.Pair("Content-Type", contentType ?? "application/octet-stream")]
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let printable = value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            let token =
                !name.isEmpty
                && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
            guard printable, token else { throw S3Error(.invalid(.metadata(name: name)), operation: operation) }
            headers.append(.init("x-amz-meta-\(name.lowercased())", value))
        }
        if let storageClass { headers.append(.init("x-amz-storage-class", storageClass)) }
        if !tags.isEmpty {
            let encoded = tags.map {
                PercentEncoding.component.encode($0.key) + "=" + PercentEncoding.component.encode($0.value)
            }
            headers.append(.init("x-amz-tagging", encoded.joined(separator: "&")))
        }
        if onlyIfAbsent { headers.append(.init("If-None-Match", "*")) }
        return headers
    }
}

func unquoted(_ etag: String) -> String {
    etag.hasPrefix("\"") && etag.hasSuffix("\"") && etag.utf8.count > 1 ? String(etag.dropFirst().dropLast()) : etag
}
