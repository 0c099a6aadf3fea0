import Testing
import YAML

@testable import Kustomize

@Suite struct HashSuffixTests {
    @Test(arguments: [
        (#"{kind: ConfigMap, data: {A: "1", B: "x<y>&"}}"#, "7kmgcg7626"),
        (#"{kind: Secret, type: Opaque, data: {P: cHc=}}"#, "9bf7ght95b"), (#"{kind: ConfigMap}"#, "6ct58987ht"),
        (#"{kind: Secret, type: Opaque, data: {}}"#, "46f8b28mk5"),
        (#"{kind: ConfigMap, metadata: {name: n, labels: {a: b}}, immutable: true}"#, "6ct58987ht"),
    ])
    func `the suffix is that of kustomize`(_ object: String, _ hash: String) throws {
        #expect(HashSuffix.of(try YAML.parse(object).root) == hash)
    }

    @Test func `JSON is written as Go writes it`() {
        let node: YAML.Node = ["b": ["<&>\u{2028}\"\\\n\r\t\u{1}\u{8}é😀", nil, true, 12], "a": [:]]
        let text = #"{"a":{},"b":["\u003c\u0026\u003e\u2028\"\\\n\r\t\u0001\bé😀",null,true,12]}"#
        #expect(GoJSON.text(of: node) == text)
    }
}
