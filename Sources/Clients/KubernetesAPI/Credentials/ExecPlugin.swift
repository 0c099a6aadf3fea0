internal import Cryptography
internal import HTTP
internal import JSON

/// A program that says who asks, as a user's `exec` names it.
package struct ExecPlugin: Sendable, Hashable {
    /// The forms of its answer that are understood.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        case v1 = "client.authentication.k8s.io/v1"
        case v1beta1 = "client.authentication.k8s.io/v1beta1"
    }

    package var form: Form
    /// A path, or a name looked up on PATH.
    package var command: String
    var arguments: [String]
    var variables: [String: String]
    package var wantsCluster: Bool
    /// What the kubeconfig says to do where the program is missing.
    package var installHint: String?
    /// The file that names it.
    package var file: String

    init(_ entry: Entry) throws(KubeconfigError) {
        let version = try entry.text("apiVersion") ?? ""
        guard let form = Form(rawValue: version) else {
            let known = Form.allCases.map(\.rawValue).joined(separator: " or ")
            let kind = KubeconfigError.Kind.badExec(field: entry.way(to: "apiVersion"), reason: "it must be \(known)")
            throw entry.error(kind, at: "apiVersion")
        }
        guard let command = try entry.text("command") else {
            throw entry.error(.badExec(field: entry.way(to: "command"), reason: "it is absent"))
        }
        let mode = try entry.text("interactiveMode") ?? "IfAvailable"
        guard ["Never", "IfAvailable", "Always"].contains(mode) else {
            let reason = "it must be Never, IfAvailable or Always"
            throw entry.error(
                .badExec(field: entry.way(to: "interactiveMode"), reason: reason),
                at: "interactiveMode"
            )
        }
        guard mode != "Always" else {
            let reason = "Always means that it asks a person, and nobody is asked here"
            throw entry.error(
                .badExec(field: entry.way(to: "interactiveMode"), reason: reason),
                at: "interactiveMode"
            )
        }
        self.form = form
        // A bare name is looked up on PATH; a path is relative to the file that names it.
        self.command = command.contains("/") ? resolved(command, in: entry.folder) : command
        arguments = try entry.texts("args")
        var variables: [String: String] = [:]
        for item in try entry.list("env") {
            guard let name = try item.text("name") else {
                throw item.error(.badExec(field: item.path, reason: "a variable without a name"))
            }
            variables[name] = try item.text("value") ?? ""
        }
        self.variables = variables
        wantsCluster = try entry.truth("provideClusterInfo")
        installHint = try entry.text("installHint").map(trimmed)
        file = entry.file
    }

    /// What the program is told in `KUBERNETES_EXEC_INFO`.
    func information(of access: KubernetesAccess) -> String {
        var spec: JSON = ["interactive": false]
        if wantsCluster {
            var cluster: JSON = ["server": .string(access.server)]
            if let name = access.serverName { cluster["tls-server-name"] = .string(name) }
            if !access.tls.isVerified { cluster["insecure-skip-tls-verify"] = true }
            if let authority = access.told.authority {
                cluster["certificate-authority-data"] = .string(authority.base64)
            }
            if case .url(let url) = access.proxy { cluster["proxy-url"] = .string(url) }
            if let config = access.told.config { cluster["config"] = config }
            spec["cluster"] = cluster
        }
        return JSON.object(["apiVersion": .string(form.rawValue), "kind": "ExecCredential", "spec": spec]).text()
    }
}

/// Arguments and variables may hold secrets.
extension ExecPlugin: CustomStringConvertible, CustomReflectable {
    package var description: String { command }
    package var customMirror: Mirror { Mirror(self, children: ["command": command]) }
}
