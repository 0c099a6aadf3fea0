internal import Deadlines
internal import JSON
internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let policy = BucketField("policy", .whole) { bucket, _ in
        bucket.policy.map { tree in
            let policy = JSONValue(tree.root)
            guard policy != [:] else {
                return Wish(.null) { (client, bucket, deadline) async throws(S3Error) in
                    try await client.deletePolicy(of: bucket, by: deadline)
                }
            }
            return Wish(PolicyForm.canonical(policy)) { (client, bucket, deadline) async throws(S3Error) in
                try await client.putPolicy(policy.compact, on: bucket, by: deadline)
            }
        }
    } look: { client, bucket, deadline in
        do throws(S3Error) {
            switch try await client.policy(of: bucket, by: deadline) {
            case .set(let text): return .picture(policyPicture(of: text))
            case .absent: return .picture(.null)
            case .unsupported(let reason): return .unsupported(reason.words)
            }
        } catch {
            return .failed(error)
        }
    }

    /// What is no JSON is shown as it stands, and differs from every policy.
    static func policyPicture(of text: String) -> JSONValue {
        (try? JSON(parsing: text)).map { PolicyForm.canonical(JSONValue($0)) } ?? .string(text)
    }
}

extension JSONValue {
    fileprivate init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(Int(number))
        case .unsigned(let number): self = .number(Double(number))
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { JSONValue($0) })
        case .object(let members): self = .object(members.mapValues { JSONValue($0) })
        }
    }

    fileprivate init(_ setting: Setting) {
        switch setting.content {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .text(let text): self = .string(text)
        case .list(let items): self = .array(items.map { JSONValue($0) })
        case .map(let map):
            self = .object(Dictionary(map.entries.map { ($0.key, JSONValue($0.value)) }) { _, last in last })
        }
    }
}
