import Schemas
import Testing
import YAML

@Suite struct FirstTests {
    @Test func `it works`() throws {
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        let node = try YAML.parse("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a}
            spec:
              replicas: "3"
              selector: {matchLabels: {a: b}}
              template:
                spec:
                  containers:
                    - name: x
                      imagePulPolicy: Always
                      restartPolicyRules: []
            """).root
        for fault in catalogue.faults(of: node) { print(fault.message) }
    }
}
