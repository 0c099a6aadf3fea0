package import Deadlines
package import FoundationEssentials
internal import HTTP

/// An upload begun and not yet ended; its parts take room until it is.
package struct MultipartUpload: Sendable, Hashable {
    package let key: String
    package let id: String
    package let initiated: Date?
}

extension S3Client {
    package func listMultipartUploads(
        in bucket: String,
        prefix: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> [MultipartUpload] {
        let operation = "ListMultipartUploads"
        try check(bucket: bucket, for: operation)
        var uploads: [MultipartUpload] = []
        var marker: (key: String, id: String?)?
        while true {
            let request = S3Request(operation, "GET", bucket: bucket, roots: ["ListMultipartUploadsResult"])
                .querying("uploads").querying("encoding-type", "url").querying("prefix", prefix)
                .querying("key-marker", marker?.key).querying("upload-id-marker", marker?.id)
            let answer = try await perform(request, by: deadline)
            guard let document = answer.document else { throw cutOff(answer, request) }
            let keys = KeyReader(document)
            uploads += document.all("Upload").map { element in
                MultipartUpload(
                    key: keys.key(element.text("Key")),
                    id: element.text("UploadId") ?? "",
                    initiated: element.text("Initiated").flatMap { isoDate($0) },
                )
            }
            guard document.boolean("IsTruncated") == true, let next = document.text("NextKeyMarker") else { break }
            let following = (key: keys.key(next), id: document.text("NextUploadIdMarker"))
            if let marker, marker == following { break }
            marker = following
        }
        return uploads
    }

    /// Also good where it is gone already.
    package func abortMultipartUpload(
        _ id: String,
        of key: String,
        in bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) {
        let request = try objectRequest("AbortMultipartUpload", "DELETE", bucket, key).querying("uploadId", id)
        do throws(S3Error) {
            _ = try await perform(request, by: deadline)
        } catch {
            if error.code != .noSuchUpload { throw error }
        }
    }

    /// Its id; whoever begins one ends or aborts it.
    package func createMultipartUpload(
        of key: String,
        in bucket: String,
        attributes: ObjectAttributes = ObjectAttributes(),
        by deadline: Deadline,
    ) async throws(S3Error) -> String {
        let operation = "CreateMultipartUpload"
        var request = try objectRequest(operation, "POST", bucket, key).querying("uploads")
        request.headers += try attributes.headers(for: operation)
        request.roots = ["InitiateMultipartUploadResult"]
        // Twice would leave one upload behind that nobody knows of.
        request.mayRepeat = false
        let answer = try await perform(request, by: deadline)
        guard let id = answer.document?.text("UploadId"), !id.isEmpty else { throw cutOff(answer, request) }
        return id
    }

    func uploadPart(
        _ number: Int,
        _ piece: FilePiece,
        sha256: String,
        upload: String,
        of key: String,
        in bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) -> String {
        var request = try objectRequest("UploadPart", "PUT", bucket, key)
            .querying("partNumber", String(number)).querying("uploadId", upload)
        request.body = .file(piece, sha256: sha256)
        let answer = try await perform(request, by: deadline)
        guard let etag = answer.headers["etag"] else { throw cutOff(answer, request) }
        return etag
    }

    func completeMultipartUpload(
        _ id: String,
        parts: [String],
        of key: String,
        in bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) -> StoredObject {
        let elements = parts.enumerated().map { index, etag in
            XMLElement("Part", [XMLElement("PartNumber", String(index + 1)), XMLElement("ETag", etag)])
        }
        var request = try objectRequest("CompleteMultipartUpload", "POST", bucket, key)
            .querying("uploadId", id)
            .carrying(XMLElement("CompleteMultipartUpload", elements).document)
        request.roots = ["CompleteMultipartUploadResult"]
        // Done twice the second answer would be that there is no such upload.
        request.mayRepeat = false
        let answer = try await perform(request, by: deadline)
        return StoredObject(answer, etag: answer.document?.text("ETag"))
    }
}
