import Testing
import YAML

@testable import Kustomize

/// What cannot be built is refused, and the message leads to the line.
@Suite struct RefusalTests {
    private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n"
    private static let web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {template: {spec: {containers: [{name: c, image: i}]}}}

        """

    static let refusals: [(kustomization: String, message: String)] = [
        ("resourses: []", #"/k/kustomization.yaml:1:1: the field "resourses" is unknown, did you mean "resources"?"#),
        ("", "/k/kustomization.yaml:1:1: the kustomization is empty"),
        ("- a", "/k/kustomization.yaml:1:1: : expected a map, found a list"),
        ("resources: [a\n", "/k/kustomization.yaml"),
        ("namePrefix: 1", "/k/kustomization.yaml:1:13: namePrefix: expected a text, found the number 1"),
        ("labels:\n- pairs: {a: 1}", "/k/kustomization.yaml:2:14: labels.pairs.a: expected a text, found the number 1"),
        ("resources: []\nresources: []", #"the key "resources" stands here for the second time, the first is at 1:1"#),
        (
            "resources: []\nResources: []",
            #"the field "resources" stands here for the second time, the first is at 1:1"#
        ),
        (
            "kind: Deployment",
            "/k/kustomization.yaml:1:7: expected kind Kustomization or Component, found kind Deployment"
        ),
        ("apiVersion: v1", "expected apiVersion kustomize.config.k8s.io/v1beta1, found apiVersion v1"),
        ("vars: [{name: X}]", "/k/kustomization.yaml:1:1: vars is not supported: use replacements"),
        ("resources: []\ngenerators: [g.yaml]", "/k/kustomization.yaml:2:1: generators is not supported"),
        ("transformers: [t.yaml]", "transformers is not supported"),
        ("validators: [v.yaml]", "validators is not supported"),
        ("helmCharts: [{name: x}]", "helmCharts is not supported"),
        ("configurations: [c.yaml]", "configurations is not supported"),
        (
            "resources: ['https://example.org/x?ref=v1']",
            "/k/kustomization.yaml:1:13: https://example.org/x?ref=v1 is remote"
        ),
        ("resources: ['github.com/a/b//c?ref=v1']", "is remote"), ("resources: ['git@host:a/b']", "is remote"),
        ("resources: [../../etc/passwd]", "there is no ../../etc/passwd"),
        ("resources: [../outside.yaml]", "/k/kustomization.yaml:1:13: ../outside.yaml is not in or below /k"),
        ("configMapGenerator: [{name: c, files: [../outside.yaml]}]", "../outside.yaml is not in or below /k"),
        ("patches: [{path: ../outside.yaml}]", "../outside.yaml is not in or below /k"),
        ("resources: [/other]", "the folder /other cannot be absolute"),
        ("resources: [none.yaml]", "there is no none.yaml"),
        ("resources: [../nothing]", "there is no kustomization.yaml in /nothing"),
        ("resources: [../twofold]", "/twofold holds several of them: kustomization.yaml, kustomization.yml"),
        (
            "resources: [map.yaml, map.yaml]",
            "/k/map.yaml:1:1: ConfigMap.v1.[noGrp]/c.[noNs] stands here for the second time"
        ),
        ("resources: [../round]", "the folders draw in one another: /k → /round → /k"),
        ("resources: [..]", "the folders draw in one another: /k → /"),
        ("components: [..]", "the folders draw in one another: /k → /"),
        ("resources: [../part]", "expected a Kustomization, found the Component /part"),
        ("components: [../other]", "expected a Component, found the Kustomization /other"),
        ("resources: [nameless.yaml]", "/k/nameless.yaml:1:1: the object has no metadata.name"),
        ("resources: [kindless.yaml]", "/k/kindless.yaml:1:1: the object has no kind"),
        ("resources: [hollow.yaml]", "/k/hollow.yaml:4:8: an item of spec is empty"),
        ("resources: [tagged.yaml]", "/k/tagged.yaml:4:7: the tag !v means nothing here"),
        ("resources: [a.txt]", "/k/a.txt:1:1: document: expected an object, found the text"),
        ("buildMetadata: [originAnnotations]", "buildMetadata: originAnnotations is not supported"),
        ("sortOptions: {order: random}", "sortOptions.order: expected fifo or legacy, found \"random\""),
        ("sortOptions: {order: fifo, legacySortOptions: {}}", "legacySortOptions go with the order legacy alone"),
        // Patches.
        ("patches: [{target: {kind: X}}]", "/k/kustomization.yaml:1:11: a patch needs a path or a patch"),
        ("patches: [{path: a, patch: b}]", "a patch has a path or a patch, not both"),
        ("patches: [{patch: just words}]", "this is neither a strategic merge patch nor a JSON patch"),
        (
            "patches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /a}]'}]",
            "/k/kustomization.yaml:1:47: a JSON patch that begins with [ is read as JSON, and this is none"
        ),
        ("patches: [{patch: '- {op: remove, path: /a}'}]", "/k/kustomization.yaml:1:19: a JSON patch needs a target"),
        (
            "resources: [web.yaml]\npatches: [{path: map.yaml}]",
            "nothing matches the patch of ConfigMap.v1.[noGrp]/c.[noNs]"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {name: wbe}, path: web.yaml}]",
            "/k/kustomization.yaml:2:20: nothing matches the patch's target: name wbe"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {name: '('}, path: web.yaml}]",
            "the pattern \"(\": a ( without its )"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {labelSelector: 'a in b'}, path: web.yaml}]",
            "it is no label selector"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {kind: Deployment}, patch: '- {op: remove, path: /spec/none}'}]",
            "cannot patch Deployment.v1.apps/web.[noNs]: /spec/none: there is nothing at this path"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {kind: Deployment}, patch: '- {op: test, path: /kind, value: Pod}'}]",
            "the test failed: found the text \"Deployment\""
        ),
        ("resources: [web.yaml]\npatches: [{target: {}, patch: '- {op: nop, path: /a}'}]", "op: expected add, remove"),
        ("resources: [web.yaml]\npatches: [{target: {}, patch: '- {op: add, path: a, value: 1}'}]", "begins with /"),
        (
            "resources: [web.yaml]\npatches: [{target: {}, patch: '- {op: add, path: /a}'}]",
            "the operation add needs a value"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {}, patch: '{kind: D, metadata: {name: x}, spec: [1]}'}]",
            "spec: the object has a map here, the patch a list"
        ),
        (
            "resources: [web.yaml]\npatches: [{target: {}, patch: '{kind: D, metadata: {name: x, $patch: drop}}'}]",
            "metadata: $patch is delete, replace or merge, found the text \"drop\""
        ),
        // Generators.
        ("configMapGenerator: [{literals: [a=b]}]", "/k/kustomization.yaml:1:22: the object has no name"),
        ("configMapGenerator: [{name: c, literals: [ab]}]", "/k/kustomization.yaml:1:43: \"…\": expected key=value"),
        ("configMapGenerator: [{name: c, literals: ['=b']}]", "expected key=value"),
        (
            "configMapGenerator: [{name: c, literals: [a=1, a=2]}]",
            "/k/kustomization.yaml:1:48: the key \"a\" stands twice in c"
        ),
        ("configMapGenerator: [{name: c, literals: ['a b=1']}]", "\"a b\" cannot be a key"),
        ("configMapGenerator: [{name: c, files: [a=b=c]}]", "more than one = stands in it"),
        ("configMapGenerator: [{name: c, files: [none]}]", "there is no none"),
        ("configMapGenerator: [{name: c, envs: [bytes.bin]}]", "bytes.bin is not UTF-8"),
        ("configMapGenerator: [{name: c, behavior: merge}]", "ConfigMap.v1.[noGrp]/c.[noNs] does not exist"),
        (
            "configMapGenerator: [{name: c, behavior: join}]",
            "configMapGenerator.behavior: expected create, merge or replace"
        ),
        (
            "resources: [map.yaml]\nconfigMapGenerator: [{name: c}]",
            "/k/kustomization.yaml:2:22: ConfigMap.v1.[noGrp]/c.[noNs] exists already"
        ),
        ("configMapGenerator: [{name: c, type: x}]", "the field \"type\" is unknown"),
        // Others.
        (
            "resources: [web.yaml]\nreplicas: [{name: api, count: 2}]",
            "/k/kustomization.yaml:2:12: nothing matches replicas of \"api\""
        ),
        ("replicas: [{name: web, count: two}]", "replicas.count: expected a whole number, found the text \"two\""),
        ("images: [{name: a, newTag: 1.0}]", "images.newTag: expected a text, found the number 1.0"),
        ("resources: [twins.yaml]\nnamespace: one", "/k/twins.yaml:5:1: the namespace makes two objects one"),
        ("replacements: [{targets: []}]", "a replacement needs a source"),
        ("replacements: [{source: {kind: X}}]", "a replacement needs targets"),
        (
            "replacements: [{source: {kind: X}, targets: [{select: {kind: Y}}]}]",
            "nothing matches the source of the replacement"
        ),
        (
            "resources: [twins.yaml]\nreplacements: [{source: {kind: ConfigMap}, targets: [{select: {kind: Y}}]}]",
            "2 objects match the source of the replacement"
        ),
        (
            "resources: [map.yaml]\nreplacements: [{source: {kind: ConfigMap, fieldPath: data.z}, targets: [{select: {kind: Y}}]}]",
            "data.z: the source has no such field"
        ),
        (
            "resources: [map.yaml]\nreplacements: [{source: {kind: ConfigMap}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.z]}]}]",
            "data.z: the target has no such field"
        ),
    ]

    private static func files(_ kustomization: String) -> MemoryFiles {
        let head = "apiVersion: v1\nkind: ConfigMap\n"
        var files = [
            "k/kustomization.yaml": kustomization, "outside.yaml": map, "k/map.yaml": map, "k/web.yaml": web,
            "k/nameless.yaml": head, "k/kindless.yaml": "metadata: {name: x}", "k/a.txt": "just text",
            "k/hollow.yaml": "\(head)metadata: {name: x}\nspec: [~]\n",
            "k/tagged.yaml": "\(head)metadata: {name: x}\nspec: !v a\n",
            "k/twins.yaml": "\(head)metadata: {name: x, namespace: a}\n---\n\(head)metadata: {name: x, namespace: b}\n",
            "other/kustomization.yaml": "resources: []", "nothing/x": "",
            "round/kustomization.yaml": "resources: [../k]",
            "twofold/kustomization.yaml": "resources: []", "twofold/kustomization.yml": "resources: []",
            "part/kustomization.yaml": "kind: Component",
        ].mapValues { Array($0.utf8) }
        files["k/bytes.bin"] = [0xFF, 0xFE]
        return MemoryFiles(bytes: files)
    }

    @Test(arguments: refusals)
    func `what cannot be built is refused where it stands`(_ refusal: (kustomization: String, message: String)) {
        let error = #expect(throws: KustomizeError.self) {
            try Kustomize.build("/k", in: Self.files(refusal.kustomization))
        }
        let message = error?.description ?? ""
        #expect(message.contains(refusal.message), "\(message)")
    }

    @Test func `a target that matches nothing passes where it may, and is a warning under compat`() throws {
        let kustomization = "resources: [web.yaml]\npatches: [{target: {name: none}, path: web.yaml"
        let lenient = try Kustomize.build("/k", in: Self.files("\(kustomization), options: {allowNoMatch: true}}]"))
        #expect(lenient.warnings.isEmpty && lenient.objects.count == 1)
        let compat = try Kustomize.build("/k", in: Self.files("\(kustomization)}]"), options: .init(compat: true))
        #expect(compat.warnings.map(\.text) == ["nothing matches the patch's target: name none"])
        #expect(compat.warnings.first?.place.line == 2)
    }

    @Test func `an image that no container has is a warning`() throws {
        let files = Self.files("resources: [web.yaml]\nimages: [{name: x, newTag: y}, {name: i, newTag: z}]")
        let output = try Kustomize.build("/k", in: files)
        #expect(output.warnings.map(\.text) == ["no container has the image \"x\""])
    }

    @Test func `keys that the API server refuses pass under compat alone`() throws {
        let files = Self.files("configMapGenerator: [{name: c, literals: ['a b=1']}]")
        let output = try Kustomize.build("/k", in: files, options: .init(compat: true))
        #expect(output.objects.first?.node["data"]?["a b"]?.string == "1")
    }

    @Test func `a directive in a list without merge keys is refused, under compat it is data`() throws {
        let thing = "{apiVersion: x/v1, kind: T, metadata: {name: t}, spec: {l: [{$patch: delete, a: b}]}}"
        let files = MemoryFiles([
            "kustomization.yaml": "resources: [t.yaml]\npatches: [{patch: '\(thing)'}]", "t.yaml": thing,
        ])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        #expect(error?.description.contains("spec.l: $patch stands in a list that has no merge key") == true)
        #expect(try Kustomize.build("/", in: files, options: .init(compat: true)).objects.count == 1)
    }

    @Test func `a malformed literal's value is told to nobody`() {
        let files = Self.files("secretGenerator: [{name: s, literals: [hunter2]}]")
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/k", in: files) }
        #expect(error?.description.contains("hunter2") == false)
    }
}
