package import Deadlines
package import JSON

extension NATSConnection {
    /// Who the server takes us for; servers before 2.10 do not say, and answer `.noResponders`.
    package func user(by deadline: Deadline) async throws(NATSError) -> NATSUser {
        let json = try await request("$SYS.REQ.USER.INFO", by: deadline).json()
        guard json["error"].isNull, case .object = json["data"] else {
            throw .malformedReply(json["error"]["description"].string ?? "no user in it")
        }
        return NATSUser(json: json["data"])
    }
}

/// A user as the server sees it.
package struct NATSUser: Sendable, Hashable {
    package let json: JSON

    package var name: String? { json["user"].string }
    package var account: String? { json["account"].string }
    /// Absent where everything is allowed.
    package var permissions: JSON { json["permissions"] }
    /// How much longer the credentials hold; nil where they do not expire.
    package var expiresIn: Duration? {
        guard let left = json["expires"].nanoseconds, left > .zero else { return nil }
        return left
    }
}
