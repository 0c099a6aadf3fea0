package import Deadlines

/// One part of a bucket's configuration, read by its own request and compared by value.
package protocol BucketSetting: Sendable, Hashable {
    /// As in the names of the operations: `Versioning` in `GetBucketVersioning`.
    static var apiName: String { get }
    /// The name in the query.
    static var subresource: String { get }
    /// The root of the document.
    static var root: String { get }
    /// What dialects call it.
    static var otherRoots: [String] { get }
    /// What a store answers where nothing is set.
    static var absence: S3ErrorCode? { get }

    /// Nil where the document says that nothing is set.
    init?(document: XMLElement) throws(XMLFault)
}

extension BucketSetting {
    package static var otherRoots: [String] { [] }
}

/// A setting that can be written; unknown parts of what is there are replaced.
package protocol WritableBucketSetting: BucketSetting {
    var document: XMLElement { get }
}

/// A setting that can be taken away again.
package protocol RemovableBucketSetting: WritableBucketSetting {}

/// What a store says of a setting.
package enum Observed<Value: Sendable & Hashable>: Sendable, Hashable {
    case set(Value)
    case absent
    case unsupported(Unsupported)

    package var value: Value? {
        if case .set(let value) = self { value } else { nil }
    }
}

package enum Unsupported: Sendable, Hashable {
    /// 501, 405 or NotImplemented.
    case refused(S3Refusal)
    /// The store passed over the setting's name and answered another request, with this document or code.
    case ignored(answeredWith: String)
}

extension S3Client {
    /// What is set; "nothing" and "this store cannot" are answers, all else is an error.
    package func get<Setting: BucketSetting>(
        _ setting: Setting.Type,
        of bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) -> Observed<Setting> {
        let request = try settingRequest(setting, "Get", "GET", bucket)
        do throws(S3Error) {
            let answer = try await perform(request, by: deadline)
            guard let document = answer.document else { return .absent }
            return try decoded(setting, document, answer).map { .set($0) } ?? .absent
        } catch {
            if let code = error.code, code == setting.absence { return .absent }
            if let refusal = error.refusal, refusal.isUnsupported { return .unsupported(.refused(refusal)) }
            // A store that does not know the name in the query lists the bucket's objects instead.
            if case .unreadable(_, .unexpected("ListBucketResult")) = error.kind {
                return .unsupported(.ignored(answeredWith: "ListBucketResult"))
            }
            throw error
        }
    }

    package func put(
        _ setting: some WritableBucketSetting,
        on bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) {
        let request = try settingRequest(type(of: setting), "Put", "PUT", bucket)
        try await write(request.carrying(setting.document.document), by: deadline)
    }

    /// Also good where nothing is set.
    ///
    /// Asks first what is there and sends nothing unless the store shows it: a store that reads the setting's name but does not know
    /// the deletion of it deletes the whole bucket instead, objects and all (SeaweedFS with `replication`).
    package func delete<Setting: RemovableBucketSetting>(
        _ setting: Setting.Type,
        from bucket: String,
        by deadline: Deadline,
    ) async throws(S3Error) {
        let request = try settingRequest(setting, "Delete", "DELETE", bucket)
        guard try await isSet(get(setting, of: bucket, by: deadline), request) else { return }
        do throws(S3Error) {
            _ = try await perform(request, by: deadline)
        } catch {
            guard let code = error.code, code == setting.absence else { throw error }
        }
    }

    func isSet<Value>(_ observed: Observed<Value>, _ request: S3Request) throws(S3Error) -> Bool {
        switch observed {
        case .set: return true
        case .absent: return false
        case .unsupported(let reason): throw S3Error(.unsupported(reason), operation: request.operation)
        }
    }

    /// A store that does not know the name in the query makes the bucket once more, which it then says is there.
    func write(_ request: S3Request, by deadline: Deadline) async throws(S3Error) {
        do throws(S3Error) {
            _ = try await perform(request, by: deadline)
        } catch {
            guard let code = error.code, code == .bucketAlreadyOwnedByYou || code == .bucketAlreadyExists else {
                throw error
            }
            let reason = Unsupported.ignored(answeredWith: code.rawValue)
            throw S3Error(.unsupported(reason), operation: error.operation, attempts: error.attempts)
        }
    }

    private func settingRequest(
        _ setting: any BucketSetting.Type,
        _ verb: String,
        _ method: String,
        _ bucket: String,
    ) throws(S3Error) -> S3Request {
        let operation = verb + setting.apiName
        try check(bucket: bucket, for: operation)
        let roots = method == "GET" ? [setting.root] + setting.otherRoots : []
        return S3Request(operation, method, bucket: bucket, roots: roots).querying(setting.subresource)
    }

    private func decoded<Setting: BucketSetting>(
        _ setting: Setting.Type,
        _ document: XMLElement,
        _ answer: S3Answer,
    ) throws(S3Error) -> Setting? {
        do throws(XMLFault) {
            return try Setting(document: document)
        } catch {
            throw S3Error(
                .unreadable(status: answer.status, error),
                operation: "Get" + setting.apiName,
                attempts: answer.attempts,
            )
        }
    }

    func check(bucket: String, for operation: String) throws(S3Error) {
        if let fault = BucketNameFault.fault(in: bucket) {
            throw S3Error(.invalid(.bucketName(fault)), operation: operation)
        }
    }
}
