internal import Words

extension ResourceFailure {
    init(_ fault: FileFault, subject: Address) {
        let remedy: Finding.Remedy =
            switch fault.kind {
            case .folder, .lock, .write:
                .hint(
                    "ihctl must be able to write there: secrets.file in the platform file, or SECRETS_FILE, names another place"
                )
            case .link: .fix("ls -l \(fault.path)")
            case .read: .fix("ls -l \(fault.path)")
            case .busy: .hint("wait until it has ended")
            }
        self.init(
            Finding(
                "configuration.secrets_file",
                .error,
                subject: "\(subject)",
                "\(fault.path): \(fault.reason)",
                remedies: [remedy, .then("ihctl bootstrap --plan")],
                place: Place(fault.path),
                failureClass: fault.reason == "permission denied" ? .permission : nil,
                topic: "configuration.secrets_file"
            ),
            isAnswer: fault.kind != .busy
        )
    }

    init(_ fault: SecretsText.Fault, in path: String, subject: Address) {
        self.init(
            Finding(
                "configuration.secrets_file",
                .error,
                subject: "\(subject)",
                fault == .notText
                    ? "the secrets file is not UTF-8 text"
                    : "the secrets file is not one JSON object of names and texts",
                evidence: [.paragraph("Nothing was written: what stands in it could be lost.")],
                remedies: [
                    .hint("mend it by hand; it looks so: {\"JWT_SECRET_KEY\": \"…\", \"ENCRYPTION_KEY\": \"…\"}"),
                    .fix("python3 -m json.tool \(path) >/dev/null"), .then("ihctl bootstrap --plan"),
                ],
                place: Place(path),
                topic: "configuration.secrets_file"
            ),
            isAnswer: true
        )
    }
}
