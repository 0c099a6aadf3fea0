internal import Platform
internal import S3
internal import Words

extension StoredLock {
    var picture: JSONValue {
        var parts: [String: JSONValue] = ["enabled": true]
        if let retention = defaultRetention {
            parts["mode"] = .string(retention.mode == .governance ? "governance" : "compliance")
            parts["retention"] =
                switch retention.period {
                case .days(let days): period(days)
                case .years(let years): period(years * 365)
                }
        }
        return .object(parts)
    }

    /// The mode says something only where objects are locked that ask for nothing.
    init(_ declared: DeclaredLock) {
        self.init(
            defaultRetention: declared.retention.map { retention in
                Retention(declared.mode == .governance ? .governance : .compliance, .days(retention.days))
            }
        )
    }
}
