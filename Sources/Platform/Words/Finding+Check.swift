extension Finding {
    /// What a check found wrong with what it looked at: its id and topic are the check's.
    package init(
        _ kind: CheckKind,
        _ severity: Severity? = nil,
        at target: Address,
        _ failureClass: FailureClass,
        _ message: String,
        evidence: [Evidence] = [],
        remedies: [Remedy] = [],
        data: [String: JSONValue] = [:],
    ) {
        self.init(
            kind.id,
            severity ?? kind.severity,
            subject: target.description,
            message,
            evidence: evidence,
            remedies: remedies,
            failureClass: failureClass,
            topic: kind.id,
            data: data,
        )
    }
}
