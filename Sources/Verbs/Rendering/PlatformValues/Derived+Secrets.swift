internal import Platform
internal import Templates

// How secrets reach the agent: their names and places alone.
extension Derived {
    static func secrets(_ kubernetes: Kubernetes, hasFolder: Bool) -> Values.Value.Content {
        let settings = kubernetes.secrets
        let keys = kubernetes.secretKeys.map { name -> Values.Value.Content in
            .map(of: [
                "name": .text(name), "variable": .text(hasFolder ? "\(name)_FILE" : name),
                "path": .text(orNothing: hasFolder ? "\(settings.folder)/\(name)" : nil),
            ])
        }
        var external: [Values.Value.Content] = []
        if settings.from == .external {
            if !kubernetes.secretKeys.isEmpty {
                external.append(secret(kubernetes.secret, kubernetes.secretKeys, settings))
            }
            if let admin = kubernetes.ihctl?.adminSecret {
                external.append(secret(admin, ["DATABASE_ADMIN_URL"], settings))
            }
        }
        return .map(of: [
            "agent": .list(of: keys), "agent_folder": .text(orNothing: hasFolder ? settings.folder : nil),
            "admin_folder": .text("/run/secrets/ihctl"), "external": .list(of: external),
            "sealed": .truth(settings.from == .sealed),
        ])
    }

    private static func secret(_ name: String, _ keys: [String], _ settings: Kubernetes.Secrets)
        -> Values.Value.Content
    {
        .map(of: [
            "name": .text(name), "keys": .list(of: keys.map { .text($0) }),
            "refresh": .text("\(seconds(settings.refresh))s"),
        ])
    }
}
