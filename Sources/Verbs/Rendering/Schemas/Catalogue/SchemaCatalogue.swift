internal import Deadlines
internal import Kustomize
package import YAML

/// What objects of a cluster may look like: Kubernetes' own kinds of one version, those of a few operators, and what more one is given.
///
/// Nothing is asked of a network or, without folders, of a disk. It may be used from several tasks at once.
package final class SchemaCatalogue: Sendable {
    /// The cluster's version.
    package let version: KubernetesVersion
    /// The version whose fields are known and nearest to it.
    package let nearest: KubernetesVersion
    private let allowed: Set<String>
    private let shelf: Locked<Shelf>

    /// - Parameters:
    ///   - folders: schemas that come before the built-in ones, the first first.
    ///   - allowed: kinds that need no schema: `Certificate`, `cert-manager.io/Certificate`, `cert-manager.io/v1/Certificate`.
    package init(_ version: KubernetesVersion, folders: [SchemaFolder] = [], allowed: [String] = []) {
        self.version = version
        let known = KubernetesVersion.known
        nearest = min(max(version, known.lowerBound), known.upperBound)
        self.allowed = Set(allowed)
        shelf = Locked(Shelf(version: nearest, cluster: version, folders: folders))
    }

    /// Whether the cluster is of a version whose fields are known.
    package var isExact: Bool { version == nearest }

    /// What is wrong with an object, in the order in which it is written.
    package func faults(of object: YAML.Node) -> [SchemaFault] {
        if object["apiVersion"]?.string == "v1", object["kind"]?.string == "List", let items = object["items"]?.sequence
        {
            return items.enumerated().flatMap { position, item in
                faults(ofOne: item).map { fault in
                    var fault = fault
                    fault.path = YAML.Path([.key("items"), .index(position)] + fault.path.steps)
                    return fault
                }
            }
        }
        return faults(ofOne: object)
    }

    private func faults(ofOne object: YAML.Node) -> [SchemaFault] {
        shelf.withLock { shelf in ObjectCheck(allowed: allowed).faults(of: object, with: &shelf) }
    }
}
