import Templates
import Testing

@Suite struct TextTemplateTests {
    private func text(_ text: String, _ yaml: String = "a: x\n") throws -> String {
        try TextTemplate(parsing: Array(text.utf8), file: "Dockerfile").render(with: values(yaml)).text
    }

    private func faults(_ text: String, _ yaml: String = "a: x\n") throws -> [String] {
        let values = try values(yaml)
        do throws(TemplateFailure) {
            _ = try TextTemplate(parsing: Array(text.utf8), file: "Dockerfile").render(with: values)
            return []
        } catch {
            return lines(of: error)
        }
    }

    @Test func `holes are filled in and everything else stays, byte for byte`() throws {
        let yaml = "image: {name: debian, tag: 12}\nport: 80\n"
        #expect(
            try text("FROM {image.name}:{image.tag}\r\nENV P=${{PORT:-{port}}\nserver {\n\tx;\n}\n{", yaml)
                == "FROM debian:12\r\nENV P=${PORT:-80}\nserver {\n\tx;\n}\n{"
        )
        #expect(try text("") == "")
        #expect(try text("{{{a}}} {{{{") == "{x}} {{")
        #expect(try text("\u{FEFF}{a}é") == "\u{FEFF}xé")
    }

    @Test(arguments: [
        ("a\\nb", "a line break"), ("a\\\"b", "a quote"), ("it's", "a quote"), ("`id`", "a quote"),
        ("a\\\\", "a backslash"),
        ("$HOME", "a dollar sign"), ("a\\tb", "a control character"), ("\\u2028", "a line break"),
        ("\\r", "a line break"),
    ])
    func `a value that could end the text around it is refused unless the place allows it`(
        value: String,
        named: String,
    ) throws {
        let yaml = "a: \"\(value)\"\n"
        #expect(
            try faults("one\né {a}\n", yaml) == [
                "Dockerfile:2:3: a: has \(named), which the text around it would read as something else [template-unsafe-text] <- p.yaml:1:4"
            ]
        )
        #expect(try faults("{a as is}", yaml) == [])
    }

    @Test func `faults have the places of their holes`() throws {
        #expect(
            try faults("{}\nx {a\n{b c}\n{ a.b }\n{a.}") == [
                "Dockerfile:1:1: this hole names no value; a brace is {{ [template-malformed-hole]",
                "Dockerfile:2:3: this hole is not closed behind its path; a brace is {{ [template-malformed-hole]",
                "Dockerfile:3:1: this hole is not closed behind its path; a brace is {{ [template-malformed-hole]",
                "Dockerfile:4:1: a hole has no white space within: {path}, and a brace is {{ [template-malformed-hole]",
                "Dockerfile:5:1: a path has a name between any two dots [template-malformed-hole]",
            ]
        )
        #expect(
            try faults("{a}{a} {b}\n  é{s}{l}{n}", "a: 1\ns: secret:X\nl: []\nn:\n") == [
                "Dockerfile:1:8: b: no value is called \"b\" [template-missing-value] <- p.yaml:1:1",
                "Dockerfile:2:4: s: must not be read by a template, it leads to a secret [template-secret] <- p.yaml:2:4",
                "Dockerfile:2:7: l: must be a single value, found a list [template-wrong-type] <- p.yaml:3:4",
                "Dockerfile:2:10: n: no value is set [template-unset-value] <- p.yaml:4:3",
            ]
        )
        let failure = try #require(throws: TemplateFailure.self) {
            try TextTemplate(parsing: [0x61, 0xFF], file: "f")
        }
        #expect(lines(of: failure) == ["f:1:1: the text is not UTF-8 [template-unreadable]"])
    }
}
