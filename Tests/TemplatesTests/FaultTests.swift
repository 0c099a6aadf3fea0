import Templates
import Testing
import Words

@Suite struct FaultTests {
    static let malformed: [(String, [String])] = [
        (
            "a: [1\n",
            [
                "t.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence that began at 1:4 [template-unreadable]"
            ]
        ),
        (
            "a: 1\na: 2\n",
            ["t.yaml:2:1: the key \"a\" stands here for the second time, the first is at 1:1 [template-unreadable]"]
        ),
        ("- a\n- b: !w x\n", ["t.yaml:2:6: the tag !w is none of !v, !s, !if, !each, !default [template-unknown-tag]"]),
        ("!!set {a}\n", ["t.yaml:1:1: the tag !!set is none of !v, !s, !if, !each, !default [template-unknown-tag]"]),
        (
            "!<tag:x,1:y> z: 1\n",
            ["t.yaml:1:1: the tag !<tag:x,1:y> is none of !v, !s, !if, !each, !default [template-unknown-tag]"]
        ),
        ("k: !v\n  a: 1\n", ["t.yaml:1:4: !v stands before a path: !v kubernetes.replicas [template-misplaced-tag]"]),
        (
            "k: !s {a}\n",
            [
                "t.yaml:1:4: !s stands before a text: !s \"{image.repository}:{image.tag}\", in quotes where it begins with a brace [template-misplaced-tag]"
            ]
        ),
        (
            "k: !if a\nl: !if [a]\nm: !if [!v a, 1]\nn: !if [a, 1, 2, !x 3]\n",
            [4, 4, 4, 4].enumerated().map {
                "t.yaml:\($0.offset + 1):\($0.element): !if stands before a list of two or three: [path, value where it holds, value where not] [template-misplaced-tag]"
            } + ["t.yaml:4:18: the tag !x is none of !v, !s, !if, !each, !default [template-unknown-tag]"]
        ),
        (
            "k: !each [x in a]\n",
            ["t.yaml:1:4: !each stands before a list of two: [name in path, item] [template-misplaced-tag]"]
        ),
        (
            "k: !default a\n",
            [
                "t.yaml:1:4: !default stands before a list of two: [path, value where nothing is set] [template-misplaced-tag]"
            ]
        ),
        ("!default a: 1\n", ["t.yaml:1:1: !default stands before a value, not before a key [template-misplaced-tag]"]),
        (
            "!if a: 1\n!each x in a: [1]\n",
            [
                "t.yaml:1:8: !if stands before a key with a map behind it: its entries are placed here [template-misplaced-tag]",
                "t.yaml:2:15: !each stands before a key with a map behind it: its entries are placed here [template-misplaced-tag]",
            ]
        ),
        ("k: !v\n", ["t.yaml:1:4: no path stands here [template-malformed-hole]"]),
        ("k: !v a..b\n", ["t.yaml:1:4: a path has a name between any two dots [template-malformed-hole]"]),
        ("k: !v a.\n", ["t.yaml:1:4: a path has a name between any two dots [template-malformed-hole]"]),
        ("k: !v a.\"b\n", ["t.yaml:1:4: the quote in the path is never closed [template-malformed-hole]"]),
        (
            "k: !v a b\n",
            [
                "t.yaml:1:4: no path holds a space; a name with more than letters, digits, - and _ stands in quotes [template-malformed-hole]"
            ]
        ),
        (
            "k: !v a/b\n",
            [
                "t.yaml:1:4: no path holds \"/\"; a name with more than letters, digits, - and _ stands in quotes [template-malformed-hole]"
            ]
        ),
        ("k: !each [x of a, 1]\n", ["t.yaml:1:11: a loop is named: name in path [template-malformed-hole]"]),
        (
            "k: !each [1x in a, 1]\n",
            ["t.yaml:1:11: \"1x\" cannot name what a loop goes through [template-malformed-hole]"]
        ),
        (
            "k: !s \"ab{}c{a{x}\"\n",
            [
                "t.yaml:1:10: this hole names no value; a brace is {{ [template-malformed-hole]",
                "t.yaml:1:13: this hole is not closed behind its path; a brace is {{ [template-malformed-hole]",
            ]
        ),
        (
            "k: !s \"é {{ { a.b }\"\n",
            ["t.yaml:1:13: a hole has no white space within: {path}, and a brace is {{ [template-malformed-hole]"]
        ),
        (
            "k: !s |\n  {{x}\n  é{a as is}\n",
            ["t.yaml:3:4: this hole is not closed behind its path; a brace is {{ [template-malformed-hole]"]
        ),
        // The escape hides a brace from who counts them in the file: the text's own place has to do.
        ("k: !s \"\\x7B {}\"\n", ["t.yaml:1:4: this hole names no value; a brace is {{ [template-malformed-hole]"]),
    ]

    @Test(arguments: malformed)
    func `a malformed template is refused where it is malformed`(text: String, faults: [String]) throws {
        #expect(try TemplatesTests.faults(text) == faults)
    }

    static let wrong: [(String, String, [String])] = [
        (
            "a: 1\nb:\n  - !v kubernetes.replicsa\n", "kubernetes:\n  replicas: 3\n",
            ["t.yaml:3:5: kubernetes.replicsa: no value is called \"replicsa\" [template-missing-value] <- p.yaml:2:3"]
        ),
        ("!v x\n", "a: 1\n", ["t.yaml:1:1: x: no value is called \"x\" [template-missing-value] <- p.yaml:1:1"]),
        (
            "k: !s \"{a} and\n  é {l.7}\"\n", "a: 1\nl: [2]\n",
            ["t.yaml:2:5: l.7: no value is called \"7\" [template-missing-value] <- p.yaml:2:4"]
        ),
        ("!v a.b.c\n", "a: {b: }\n", ["t.yaml:1:1: a.b.c: no value is set [template-unset-value] <- p.yaml:1:8"]),
        ("!v a\n", "a:\n", ["t.yaml:1:1: a: no value is set [template-unset-value] <- p.yaml:1:3"]),
        ("!v a.b\n", "a: !chosen {c: 1}\n", ["t.yaml:1:1: a.b: no value is set [template-unset-value] <- p.yaml:1:4"]),
        (
            "!v a.b\n", "a: 1\n",
            ["t.yaml:1:1: a.b: must be a map at \"b\", found a whole number [template-wrong-type] <- p.yaml:1:4"]
        ),
        (
            "k: !s \"x{a}y\"\n", "a: [1]\n",
            ["t.yaml:1:9: a: must be a single value, found a list [template-wrong-type] <- p.yaml:1:4"]
        ),
        (
            "!v a: 1\n", "a: {b: 1}\n",
            ["t.yaml:1:1: a: must be a single value, as a key is one, found a map [template-wrong-type] <- p.yaml:1:4"]
        ),
        (
            "!each [x in a, 1]\n---\n!each [y in z, 1]\n", "a: text\nz:\n",
            [
                "t.yaml:1:8: a: must be a list or a map, found a text [template-wrong-type] <- p.yaml:1:4",
                "t.yaml:3:8: z: no value is set [template-unset-value] <- p.yaml:2:3",
            ]
        ),
        (
            "!each [x in a, !each [y in x.key, 1]]\n", "a: {b: 1}\n",
            ["t.yaml:1:23: x.key: must be a list or a map, found a text [template-wrong-type] <- p.yaml:1:8"]
        ),
        (
            "!each [x in a, [!v x, !v x.kay, !v x.key.b]]\n", "a: {b: 1}\n",
            [
                "t.yaml:1:17: x: must be x.key or x.value, found an entry of a map [template-wrong-type] <- p.yaml:1:8",
                "t.yaml:1:23: x.kay: no value is called \"kay\" [template-missing-value] <- p.yaml:1:8",
                "t.yaml:1:33: x.key.b: must be a map, found a text [template-wrong-type] <- p.yaml:1:8",
            ]
        ),
        (
            "k: !if [a.x, 1]\n", "a: {b: 1}\n",
            ["t.yaml:1:9: a.x: no value is called \"x\" [template-missing-value] <- p.yaml:1:4"]
        ),
        (
            "k: !default [a.x, 1]\n", "a: {b: 1}\n",
            ["t.yaml:1:14: a.x: no value is called \"x\" [template-missing-value] <- p.yaml:1:4"]
        ),
        (
            "k: !v a.key\nl: !s \"{a.key}\"\nm: !default [a.key, 1]\nn: !v a\n", "a:\n  key: secret:X\n",
            [
                "t.yaml:1:4: a.key: must not be read by a template, it leads to a secret [template-secret] <- p.yaml:2:8",
                "t.yaml:2:8: a.key: must not be read by a template, it leads to a secret [template-secret] <- p.yaml:2:8",
                "t.yaml:3:14: a.key: must not be read by a template, it leads to a secret [template-secret] <- p.yaml:2:8",
                "t.yaml:4:4: a.key: must not be read by a template, it leads to a secret [template-secret] <- p.yaml:2:8",
            ]
        ),
        (
            "!each [a in l, 1]\n---\n!each [x in l, !each [x in l, 1]]\n", "a: 1\nl: [1]\n",
            [
                "t.yaml:1:8: the loop's name \"a\" hides the value of that name [template-hidden-name]",
                "t.yaml:3:23: the loop around this one calls its items \"x\" too [template-hidden-name]",
            ]
        ),
        (
            "x: 1\n!s \"{a}\": 2\n!each i in l:\n  !v i: 3\n", "a: x\nl: [y, y]\n",
            [
                "t.yaml:2:1: the key \"x\" stands here for the second time, the first is at 1:1 [template-duplicate-key]",
                "t.yaml:4:3: the key \"y\" stands here for the second time, the first is at 4:3 [template-duplicate-key]",
            ]
        ),
        (
            "!if on: !v l\n", "on: true\nl: [1]\n",
            ["t.yaml:1:9: must be a map, found a list [template-wrong-type]"]
        ),
    ]

    @Test(arguments: wrong)
    func `what the values do not give is told with both places`(text: String, yaml: String, faults: [String]) throws {
        #expect(try TemplatesTests.faults(text, yaml) == faults)
    }

    @Test func `hints name what was meant, and the way out`() throws {
        let yaml = "kubernetes: {replicas: 3}\nkey: secret:X\nnone:\nlist: [1, 2]\n"
        #expect(hints("!v kubernetes.replicsa\n", yaml) == ["did you mean \"replicas\"?"])
        #expect(hints("!each [item in list, !v itme]\n", yaml) == ["did you mean \"item\"?"])
        #expect(hints("!v kubernetes.zzzz\n", yaml) == ["known there: replicas"])
        #expect(hints("!v list.2\n", yaml) == ["known there: 0 to 1"])
        #expect(hints("!eech [x in list, 1]\n", yaml) == ["did you mean !each?"])
        #expect(hints("!v key\n", yaml).first?.contains("valueFrom.secretKeyRef") == true)
        #expect(hints("!v none\n", yaml).first?.contains("!default [path, value]") == true)
    }

    @Test func `nothing of a secret or of a value stands in a failure`() throws {
        let failure = try #require(throws: TemplateFailure.self) {
            try template("[!v s, !v t.x, !each [i in t, 1]]\n").render(with: values("s: secret:HIDDEN\nt: HIDDEN\n"))
        }
        #expect(failure.faults.count == 3)
        #expect(!failure.description.contains("HIDDEN"))
        #expect(!failure.findings.contains { "\($0)".contains("HIDDEN") })
    }

    @Test func `all faults are told, the same one once, and never more than a hundred`() throws {
        let loop = try faults("!each [x in l, !v y]\n", "l: [1, 2, 3]\n")
        #expect(loop.count == 1)
        let many = try faults(String(repeating: "- !v y\n", count: 5_000), "l: 1\n")
        #expect(many.count == 100)
        let malformed = try faults(String(repeating: "- !w y\n", count: 5_000), "l: 1\n")
        #expect(malformed.count == 100)
    }
}
