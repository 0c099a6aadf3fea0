import Templates
import Testing
import Words
import YAML

@Suite struct TemplateSetTests {
    private func set(_ files: [(String, String)]) throws -> TemplateSet {
        try TemplateSet(files.map { TemplateSet.Source($0.0, Array($0.1.utf8)) })
    }

    @Test func `files are YAML or text by their names and rendered in their order`() throws {
        let rendering = try set([("a.yaml", "k: !v x\n"), ("Dockerfile", "FROM {x}\n"), ("b.yml", "[!v x]\n")])
            .render(with: values("x: 1\n"))
        #expect(rendering.files.map(\.name) == ["a.yaml", "Dockerfile", "b.yml"])
        let texts = rendering.files.map { file in
            switch file.content {
            case .yaml(let template): template.text(comment: "made")
            case .text(let text): text.text
            }
        }
        #expect(texts == ["# made\nk: 1\n", "FROM 1\n", "# made\n- 1\n"])
    }

    @Test func `the faults of all files are told together`() throws {
        let malformed = try #require(throws: TemplateFailure.self) {
            try set([("a.yaml", "!x y\n"), ("b.yaml", "k: 1\n"), ("c", "{}")])
        }
        #expect(malformed.findings.map { $0.place?.file } == ["a.yaml", "c"])
        let wrong = try #require(throws: TemplateFailure.self) {
            try set([("a.yaml", "!v y\n"), ("b.yaml", "k: 1\n"), ("c", "{z}")]).render(with: values("x: 1\n"))
        }
        #expect(wrong.findings.map { $0.place?.file } == ["a.yaml", "c"])
    }

    @Test func `a value that nothing reads is a warning where it stands`() throws {
        let yaml = """
            used: {whole: {a: 1, b: [2]}, leaf: x, asked: true, looped: {p: {q: 1, r: 2}}, keys: {n: {}}}
            unused:
              leaf: 1
              none:
              list: [a]
              key: secret:X
            other: 1

            """
        let text = """
            - !v used.whole
            - !s "{used.leaf}"
            - !if [used.asked, 1]
            - !each [l in used.looped, !v l.value.q]
            - !each [k in used.keys, !v k.key]
            - !if [unused, 1]

            """
        let rendering = try set([("a.yaml", text)]).render(with: values(yaml))
        let findings = [rendering].unusedValues(below: [ValuePath(["used"]), ValuePath(["unused"])])
        #expect(
            findings.map { "\($0.place.map { "\($0)" } ?? "") \($0.severity) \($0.headline) [\($0.id)]" } == [
                "p.yaml:1:75 warning used.looped.p.r: no template reads it [template-unused-value]",
                "p.yaml:3:9 warning unused.leaf: no template reads it [template-unused-value]",
                "p.yaml:5:10 warning unused.list.0: no template reads it [template-unused-value]",
            ]
        )
        #expect([rendering].unusedValues(below: []).isEmpty)
    }

    @Test func `what one environment reads is used in all`() throws {
        let set = try set([("a.yaml", "!if [on, !v x]\n---\n!default [y, 1]\n")])
        let off = try set.render(with: values("on: false\nx: 1\ny:\n", file: "off.yaml"))
        let on = try set.render(with: values("on: true\nx: 1\ny: 2\nz: 3\n", file: "on.yaml"))
        let all = [ValuePath([])]
        #expect([off].unusedValues(below: all).map(\.subject) == ["x"])
        #expect([off, on].unusedValues(below: all).map(\.subject) == ["z"])
    }

    @Test func `the digest changes with the template and what it reads, and with nothing else`() throws {
        func digest(_ text: String, _ yaml: String) throws -> String {
            try template(text).render(with: values(yaml)).inputs.sha256
        }
        let text = "a: !v x\nb: !if [y, 1]\nc: !each [i in l, 1]\n"
        let base = try digest(text, "x: {p: 1}\ny: t\nl: [1]\nz: 1\n")
        #expect(base.utf8.count == 64)
        #expect(try digest(text, "# moved\nx: {p: 1}\ny: other\nl: [2]\nz: 2\n") == base)
        let others = [
            try digest(text + "#\n", "x: {p: 1}\ny: t\nl: [1]\nz: 1\n"),
            try digest(text, "x: {p: 2}\ny: t\nl: [1]\nz: 1\n"),
            try digest(text, "x: {p: \"1\"}\ny: t\nl: [1]\nz: 1\n"),
            try digest(text, "x: {q: 1}\ny: t\nl: [1]\nz: 1\n"),
            try digest(text, "x: {p: 1}\ny: \"\"\nl: [1]\nz: 1\n"),
            try digest(text, "x: {p: 1}\ny: t\nl: [1, 1]\nz: 1\n"),
        ]
        #expect(Set(others + [base]).count == 7)
    }

    @Test func `what is rendered reads back as the same tree, types and all`() throws {
        let nasty = [
            "no", "1e3", "0o7", "12:30", "007", "=", "~", "2026-01-01", "", "a: b", "# x", "- x", "x\ny", "x\n",
            "x\n\n", "\n", " x", "é\u{301}🦊",
            "!v a", "{a}", "null", "0x1F", "1_000", "+1", ".5", ".inf", "<<", "on", "\t", "\u{85}", "*a", "&a", "%a",
            "@a", "`a", "'", "\"", "\\",
        ]
        let fields = nasty.enumerated().map { index, text in
            Values.Fields.Entry("n\(index)", Values.Value(.text(text), .elsewhere("a test")))
        }
        let values = Values(Values.Fields(fields))
        let holes = nasty.indices.map { "- !v n\($0)\n- !s \"{n\($0)}\"\n- {!v n\($0): 1}\n" }.joined()
        let rendered = try template(holes).render(with: values)
        let back = try YAML.parseAll(rendered.text())
        #expect(back.map(\.root) == rendered.documents.map(\.root))
        for (index, text) in nasty.enumerated() {
            #expect(back[0].root[3 * index]?.string == text)
            #expect(back[0].root[3 * index + 1]?.string == text)
            #expect(back[0].root[3 * index + 2]?.mapping?.names == [text])
        }
    }

    @Test func `rendering three hundred templates takes this long`() throws {
        let text = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: !s "{name}-agent"
              namespace: !v kubernetes.namespace
              labels: {app.kubernetes.io/name: !v name, app.kubernetes.io/part-of: island-hopper}
            spec:
              !if not kubernetes.autoscaling:
                replicas: !v kubernetes.replicas
              template:
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: agent
                    image: !s "{image.name}:{image.tag}"
                    resources: {requests: {cpu: !v image.cpu, memory: 512Mi}, limits: {cpu: "2", memory: 4Gi}}
                    env: !each
                    - region in regions
                    - name: !s "REGION_{region.key}"
                      value: !v region.value.endpoint
                    ports: [{containerPort: !v image.port, name: http}]

            """
        let yaml = """
            name: island-hopper
            kubernetes: {namespace: x, replicas: 3, autoscaling: false}
            image: {name: registry/agent, tag: "1.2", port: 8080, cpu: 500m}
            regions: {a: {endpoint: a.example}, b: {endpoint: b.example}, c: {endpoint: c.example}}

            """
        let values = try values(yaml)
        func time(_ count: Int) throws -> (read: Duration, rendered: Duration, printed: Duration) {
            let clock = ContinuousClock()
            let sources = (0..<count).map { TemplateSet.Source("t\($0).yaml", Array(text.utf8)) }
            let start = clock.now
            let set = try TemplateSet(sources)
            let read = clock.now
            let rendering = try set.render(with: values)
            let rendered = clock.now
            var length = 0
            for file in rendering.files {
                if case .yaml(let template) = file.content {
                    length += template.text(comment: template.inputs.sha256).utf8.count
                }
            }
            #expect(length > count * 500)
            return (read - start, rendered - read, clock.now - rendered)
        }
        _ = try time(10)
        for count in [300, 1_500] {
            let (read, rendered, printed) = try time(count)
            print("\(count) templates: read in \(read), rendered in \(rendered), printed with digests in \(printed)")
        }
    }
}
