import TestSupport

/// `kubectl kustomize`, where it is installed and of the line we follow.
enum Peer {
    static let isInstalled: Bool = {
        let version = try? run(["kubectl", "version", "--client"])
        return version?.output.contains("Kustomize Version: v5.") == true
    }()

    /// What it makes of a folder; nil where it refuses, and why.
    static func build(_ folder: String, refusal: inout String) throws -> String? {
        let outcome = try run(["kubectl", "kustomize", folder])
        refusal = outcome.errors
        return outcome.status == 0 ? outcome.output : nil
    }
}
