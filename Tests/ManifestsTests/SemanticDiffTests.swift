import Manifests
import Testing
import YAML

@Suite struct SemanticDiffTests {
    private func told(_ old: String, _ new: String) throws -> [String] {
        let changes = SemanticDiff.changes(
            from: try YAML.parseAll(old).map(\.root),
            to: try YAML.parseAll(new).map(\.root)
        )
        return changes.flatMap { object -> [String] in
            switch object.change {
            case .added: ["+ \(object.name)"]
            case .removed: ["- \(object.name)"]
            case .changed(let fields):
                fields.map { "\(object.name) \($0.path): \($0.old ?? "nothing") -> \($0.new ?? "nothing")" }
            }
        }
    }

    private func pod(_ spec: String, kind: String = "Pod") -> String {
        "kind: \(kind)\nmetadata: {name: p, namespace: n}\n\(spec)\n"
    }

    @Test func `objects come and go, in whatever order they stand`() throws {
        let (one, two) = ("kind: A\nmetadata: {name: x}\n", "kind: B\nmetadata: {name: x}\n")
        #expect(try told("\(one)---\n\(two)", "\(two)---\n\(one)").isEmpty)
        #expect(try told(one, two) == ["- A/x", "+ B/x"])
    }

    @Test func `items of a list are known by their key, not by their place`() throws {
        let old = pod("spec: {containers: [{name: a, image: x}, {name: b, image: y}]}")
        let new = pod("spec: {containers: [{name: c, image: z}, {name: a, image: x}, {name: b, image: y2}]}")
        #expect(
            try told(old, new) == [
                "Pod/p in n spec.containers[b].image: \"y\" -> \"y2\"",
                "Pod/p in n spec.containers[c]: nothing -> {\"image\":\"z\",\"name\":\"c\"}",
            ]
        )
        #expect(
            try told(pod("ports: [{containerPort: 1, a: 1}]"), pod("ports: [{containerPort: 1, a: 2}]")) == [
                "Pod/p in n ports[1].a: 1 -> 2"
            ]
        )
        #expect(try told(pod("args: [a, b]"), pod("args: [a, c]")) == ["Pod/p in n args[1]: \"b\" -> \"c\""])
        #expect(
            try told(pod("l: [{name: a}, {name: b}]"), pod("l: [{name: b}, {name: a}]")) == [
                "Pod/p in n l (order): [\"a\",\"b\"] -> [\"b\",\"a\"]"
            ]
        )
    }

    @Test func `a number is not the text of it, and a key with dots is quoted`() throws {
        #expect(try told(pod("a: {b.c/d: 1}"), pod("a: {b.c/d: '1'}")) == ["Pod/p in n a[\"b.c/d\"]: 1 -> \"1\""])
    }

    @Test func `what a Secret holds is never shown`() throws {
        let old = pod("data: {a: c2VjcmV0}\nstringData: {b: hunter2}\ntype: Opaque", kind: "Secret")
        let new = pod("data: {a: b3RoZXI=, c.d: bmV3}\ntype: Other", kind: "Secret")
        let lines = try told(old, new)
        #expect(lines.count == 4)
        for text in ["c2VjcmV0", "b3RoZXI", "hunter2", "bmV3"] { #expect(!lines.joined().contains(text)) }
        #expect(lines.contains("Secret/p in n type: \"Opaque\" -> \"Other\""))
    }

    @Test func `a generated map is the same under another hash`() throws {
        let old = "kind: ConfigMap\nmetadata: {name: c-mgtf4h2h8c}\ndata: {a: '1'}\n"
        let new = "kind: ConfigMap\nmetadata: {name: c-kh8fc6kgbc}\ndata: {a: '2'}\n"
        #expect(
            try told(old, new) == [
                "ConfigMap/c-kh8fc6kgbc metadata.name: \"c-mgtf4h2h8c\" -> \"c-kh8fc6kgbc\"",
                "ConfigMap/c-kh8fc6kgbc data.a: \"1\" -> \"2\"",
            ]
        )
    }

    @Test func `of a long text the lines that differ`() throws {
        #expect(
            try told(pod("t: \"a\\nb\\nc\\n\""), pod("t: \"a\\nx\\ny\\nc\\n\""))
                == ["Pod/p in n t from line 2: \"b\" -> \"x\\ny\""]
        )
        #expect(
            try told(pod("t: \"a\\nb\\n\""), pod("t: \"a\\nb\\nc\\n\""))
                == ["Pod/p in n t from line 3: nothing -> \"c\""]
        )
    }
}
