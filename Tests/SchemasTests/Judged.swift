import Kustomize
import Schemas
import Testing
import YAML

/// What a catalogue says of a text, a line a fault: `id: message`.
func faults(
    _ text: String,
    in version: Int = 30,
    folders: [SchemaFolder] = [],
    allowed: [String] = [],
) throws -> [String] {
    let catalogue = SchemaCatalogue(KubernetesVersion(minor: version), folders: folders, allowed: allowed)
    return catalogue.faults(of: try YAML.parse(text, file: "object.yaml").root).map { "\($0.id): \($0.message)" }
}

/// A deployment whose pod has more lines.
func deployment(_ more: String = "", container: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
          - name: web
    \(container.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    """
}

/// A folder of schemas that was made up.
func folder(_ files: [String: String]) -> SchemaFolder {
    SchemaFolder(
        "/schemas",
        in: MemoryFiles(Dictionary(uniqueKeysWithValues: files.map { ("/schemas/\($0.key)", $0.value) }))
    )
}
