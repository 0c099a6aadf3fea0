internal import YAML

/// `namespace`, `namePrefix` and `nameSuffix`.
enum Renaming {
    static func move(_ set: inout ResourceSet, to namespace: String) throws(KustomizeError) {
        let services = [
            FieldSpec("spec/service/namespace", "APIService", group: "apiregistration.k8s.io", creates: true),
            FieldSpec(
                "spec/conversion/webhook/clientConfig/service/namespace",
                "CustomResourceDefinition",
                group: "apiextensions.k8s.io"
            ),
        ]
        let name = YAML.Node(text: namespace)
        let write = FieldWalk(made: name) { node throws(KustomizeError) in node = name }
        try set.changeAll(renames: true) { resource throws(KustomizeError) in
            resource.remember()
            if !resource.isClusterScoped { resource.move(to: namespace) }
            let type = resource.identity.type
            if type.kind == "Namespace", type.apiVersion == "v1" { resource.rename(namespace) }
            if type.kind == "RoleBinding" || type.kind == "ClusterRoleBinding" {
                try resource.node.change("subjects") { subjects throws(KustomizeError) in
                    try subjects.changeItems { subject throws(KustomizeError) in
                        if subject["name"]?.plainText == "default" { subject.set("namespace", to: name) }
                    }
                }
            }
            for field in services { try write.apply(field, to: &resource) }
        }
        if let (first, second) = set.firstDuplicate() {
            throw KustomizeError(.conflict("\(second.identity.text), see \(first.place)"), at: second.place)
        }
    }

    static func affix(_ set: inout ResourceSet, prefix: String = "", suffix: String = "") throws(KustomizeError) {
        try set.changeAll(renames: true) { resource throws(KustomizeError) in
            let type = resource.original.type
            let isFixed =
                type.kind == "CustomResourceDefinition" || type.kind == "Namespace"
                || type.kind == "APIService" && type.group == "apiregistration.k8s.io"
            guard !isFixed else { return }
            resource.remember()
            if !prefix.isEmpty { resource.prefixes.append(prefix) }
            if !suffix.isEmpty { resource.suffixes.append(suffix) }
            resource.rename(prefix + resource.identity.name + suffix)
        }
    }
}
