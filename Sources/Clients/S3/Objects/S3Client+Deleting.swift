package import Deadlines

/// One object, or one version of it, that was to go and did not.
package struct UndeletedObject: Sendable, Hashable {
    package let key: String
    package let code: S3ErrorCode
    package let message: String
}

extension S3Client {
    /// Deletes up to a thousand a request; what could not go is told by name.
    package func deleteObjects(
        _ objects: [(key: String, version: String?)],
        in bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) -> [UndeletedObject] {
        let operation = "DeleteObjects"
        try check(bucket: bucket, for: operation)
        var left: [UndeletedObject] = []
        for start in stride(from: 0, to: objects.count, by: 1_000) {
            let batch = objects[start..<min(start + 1_000, objects.count)].map { object in
                var children = [XMLElement("Key", object.key)]
                if let version = object.version { children.append(XMLElement("VersionId", version)) }
                return XMLElement("Object", children)
            }
            let document = XMLElement("Delete", batch + [XMLElement("Quiet", "true")])
            let request = S3Request(operation, "POST", bucket: bucket, roots: ["DeleteResult"])
                .querying("delete").carrying(document.document)
            let answer = try await perform(request, by: deadline)
            left += (answer.document?.all("Error") ?? []).map { element in
                UndeletedObject(
                    key: element.text("Key") ?? "",
                    code: S3ErrorCode(rawValue: element.text("Code") ?? ""),
                    message: element.text("Message") ?? "",
                )
            }
        }
        return left
    }
}
