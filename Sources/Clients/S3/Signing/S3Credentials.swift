/// An access key; its secret parts do not print.
package struct S3Credentials: Sendable, Hashable {
    package let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

extension S3Credentials: CustomStringConvertible, CustomReflectable {
    package var description: String { "access key \(accessKeyID)" }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
