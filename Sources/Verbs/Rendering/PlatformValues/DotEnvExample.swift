internal import Platform

/// What must stand in `.env` beside a compose stack: names, and never a value that would do for a secret.
struct DotEnvExample {
    let text: String

    init?(_ compose: Compose?, _ settings: AgentSettings) {
        guard let compose else { return nil }
        var lines = ["# Copy to .env and fill in; git must never see that file."]
        func add(_ comment: String, _ names: [String]) {
            guard !names.isEmpty else { return }
            lines += ["", "# \(comment)"] + names.map { "\($0)=" }
        }
        let password = compose.images["database"] == nil ? [] : ["POSTGRES_PASSWORD"]
        switch compose.stack {
        case .development:
            let storage = compose.images["storage"] == nil ? [] : ["STORAGE_ACCESS_KEY", "STORAGE_SECRET_KEY"]
            add("Of this machine alone: choose what you like, letters and digits.", password + storage)
            add("Where the providers are, or what plays them.", settings.endpoints.map(\.name))
            add("What agents need of others; may stay empty.", settings.keys.filter { !storage.contains($0) })
        case .production:
            if compose.secretsAsFiles {
                lines += [
                    "", "# A file for each secret, its name as under `secrets` of compose.yaml.",
                    "SECRETS_DIR=./secrets",
                ]
            } else {
                add("Secrets.", password + settings.secrets)
            }
            add("Where services outside the stack are.", settings.variables)
        }
        text = lines.map { "\($0)\n" }.joined()
    }
}
