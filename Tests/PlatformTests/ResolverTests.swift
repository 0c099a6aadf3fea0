import FoundationEssentials
import Glibc
import Platform
import TestSupport
import Testing
import Words

@Suite
struct ResolverTests {
    private let scratch = Scratch("resolver")
    private let redactor = Redactor()

    private func resolver(_ variables: [String: String] = [:], secretsFile: String? = nil) -> Resolver {
        Resolver(
            variables: Variables(process: variables),
            root: scratch.path,
            secretsFile: secretsFile,
            redactor: redactor,
        )
    }

    private func reference(_ text: String) throws -> Reference {
        try #require(Reference(text, origin: .file("p.yaml", line: 3, column: 7)))
    }

    /// What a reference leads to, or why to nothing.
    private func follow(_ text: String, _ resolver: Resolver) throws -> (
        value: String?, origin: Origin?, failure: ReferenceFailure?
    ) {
        let secret = SecretReference(try reference(text))
        do throws(ReferenceFailure) {
            let found = try resolver.secret(secret)
            return (found.value.reveal(), found.origin, nil)
        } catch {
            return (nil, nil, error)
        }
    }

    @Test
    func `a variable comes before its file, its file before the fallback`() throws {
        try scratch.write("from the file\n", to: "f")
        let both = ["A": "from the variable", "A_FILE": scratch.file("f")]
        #expect(try follow("env:A:-fallback", resolver(both)).value == "from the variable")
        #expect(try follow("env:A", resolver(both)).origin == .variable("A"))
        let file = try follow("env:A:-fallback", resolver(["A_FILE": scratch.file("f")]))
        #expect(file.value == "from the file")
        #expect(file.origin == .referencedFile(scratch.file("f")))
        let fallback = try follow("env:A:-fallback", resolver())
        #expect(fallback.value == "fallback")
        #expect(fallback.origin == .file("p.yaml", line: 3, column: 7))
        #expect(try follow("env:A:-", resolver()).value == "")
        #expect(try follow("env:A:-x", resolver(["A": ""])).value == "x")
        #expect(try follow("env:A", resolver(["A": "", "A_FILE": scratch.file("f")])).value == "from the file")
    }

    @Test
    func `what is not set says its name, what is set to nothing says that`() throws {
        let unset = try follow("env:A", resolver()).failure
        #expect(unset?.kind == .unset)
        #expect(unset?.description == "no variable A is set (nor A_FILE)")
        #expect(unset?.isAbsence == true)
        #expect(unset?.origin == .file("p.yaml", line: 3, column: 7))
        for nothing in ["", " ", " \t\n", "\u{A0}"] {
            let empty = try follow("env:A", resolver(["A": nothing])).failure
            #expect(empty?.kind == .empty)
            #expect(empty?.description == "no value stands in the variable A")
            #expect(empty?.isAbsence == false)
        }
    }

    @Test(arguments: [
        ("value", "value"), ("value\n", "value"), ("value\r\n", "value"), ("value\n\n", "value"), ("a\nb\n", "a\nb"),
        (" spaced ", " spaced "), ("a\r\nb\r\n", "a\r\nb"), ("ü€🦊\n", "ü€🦊"),
    ])
    func `a file's content loses the line ends at its end and nothing else`(content: String, value: String) throws {
        try scratch.write(content, to: "f")
        #expect(try follow("file:f", resolver()).value == value)
        #expect(try follow("file:\(scratch.file("f"))", resolver()).value == value)
        #expect(try follow("env:A", resolver(["A_FILE": "f"])).value == value)
    }

    @Test(arguments: ["", "\n", "\r\n", "  \n\t\n"])
    func `a file with nothing to see in it is empty`(content: String) throws {
        try scratch.write(content, to: "f")
        let failure = try follow("file:f", resolver()).failure
        #expect(failure?.kind == .empty)
        #expect(failure?.description == "no value stands in the file f")
    }

    @Test
    func `a file that is none is told as what it is, at once`() throws {
        mkdir(scratch.file("folder"), 0o755)
        mkfifo(scratch.file("pipe"), 0o644)
        symlink("nowhere", scratch.file("dangling"))
        symlink("loop", scratch.file("loop"))
        try scratch.write("x", to: "file")
        try Data([0x61, 0xFF, 0x62]).write(to: URL(filePath: scratch.file("latin")))
        try Data([0x61, 0x00, 0x62]).write(to: URL(filePath: scratch.file("zero")))
        try Data(repeating: 0x61, count: (1 << 20) + 1).write(to: URL(filePath: scratch.file("large")))
        try Data(repeating: 0x61, count: 1 << 20).write(to: URL(filePath: scratch.file("largest")))
        let expected: [(String, String, Bool)] = [
            ("missing", "cannot find the file missing", true),
            ("file/below", "cannot find the file file/below", true),
            ("dangling", "cannot find the file dangling", true),
            ("folder", "cannot read the file folder: it is a folder", false),
            ("pipe", "cannot read the file pipe: it is no regular file", false),
            ("/dev/zero", "cannot read the file /dev/zero: it is no regular file", false),
            ("loop", "cannot read the file loop: too many levels of symbolic links", false),
            ("latin", "cannot read the file latin: it is not UTF-8 text", false),
            ("zero", "cannot read the file zero: it is not UTF-8 text", false),
            ("large", "cannot read the file large: it is larger than 1 MiB", false),
        ]
        for (name, text, isAbsence) in expected {
            let failure = try follow("file:\(name)", resolver()).failure
            #expect(failure?.description == text)
            #expect(failure?.isAbsence == isAbsence)
        }
        #expect(try follow("file:largest", resolver()).value?.utf8.count == 1 << 20)
        #expect(try follow("file:a\0b", resolver()).failure?.kind == .notThere)
    }

    @Test
    func `links to files are followed, as secret mounts are made of them`() throws {
        try scratch.write("linked\n", to: "..data/token")
        symlink("..data/token", scratch.file("token"))
        #expect(try follow("file:token", resolver()).value == "linked")
    }

    @Test
    func `a file that may not be read says so`() throws {
        // Root reads everything; then there is nothing to see here.
        guard getuid() != 0 else { return }
        try scratch.write("x", to: "closed")
        chmod(scratch.file("closed"), 0)
        #expect(
            try follow("file:closed", resolver()).failure?.description
                == "cannot read the file closed: permission denied"
        )
    }

    @Test
    func `names are looked up in the secrets file, wherever its path starts`() throws {
        try scratch.write(#"{"db": "s3cret-value", "none": "", "blank": "  ", "ü": "x"}"#, to: "secrets.json")
        for path in [scratch.file("secrets.json"), "secrets.json"] {
            let resolver = resolver(secretsFile: path)
            #expect(try follow("secret:db", resolver).value == "s3cret-value")
            #expect(try follow("secret:db", resolver).origin == .secretsFile(path, name: "db"))
            #expect(try follow("secret:ü", resolver).value == "x")
            let missing = try follow("secret:dbb", resolver).failure
            #expect(missing?.description == "cannot find \"dbb\" in the secrets file \(path)")
            #expect(missing?.isAbsence == true)
            #expect(
                try follow("secret:none", resolver).failure?.description
                    == "no value stands behind \"none\" in the secrets file \(path)"
            )
            #expect(try follow("secret:blank", resolver).failure?.kind == .empty)
        }
        #expect(try follow("secret:db", resolver()).failure?.description == "no secrets file is named")
        #expect(
            try follow("secret:db", resolver(secretsFile: "gone.json")).failure?.description
                == "cannot find the secrets file gone.json"
        )
    }

    @Test(arguments: [
        "", "not json", "[]", "[\"a\"]", "{\"a\": 5}", "{\"a\": {\"b\": \"c\"}}", "{\"a\": null}", "{\"a\": \"b\"", "5",
        "\"db\"",
        "{\"a\": \"b\"} trailing", String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 50_000),
    ])
    func `a secrets file that is not one object of texts is told, and nothing of it`(content: String) throws {
        try scratch.write(content, to: "secrets.json")
        let failure = try follow("secret:a", resolver(secretsFile: "secrets.json")).failure
        #expect(failure?.kind == .notJSON)
        #expect(
            failure?.description
                == "cannot read the secrets file secrets.json: it is not one JSON object of names and texts"
        )
    }

    @Test
    func `a path in a NAME_FILE variable is not shown: it may be the secret itself`() throws {
        for value in ["sk-or-v1-hunter2hunter2", "/sk/hunter2hunter2", scratch.path] {
            let failure = try follow("env:KEY", resolver(["KEY_FILE": value])).failure
            #expect(failure?.description.contains(value) == false)
            #expect(failure?.description.contains("the file that KEY_FILE names") == true)
        }
    }

    @Test
    func `every secret that is found is masked from then on, also the password inside a URL`() throws {
        let url = "postgresql://agent:p%40ss-word-1@db:5432/x?sslmode=require&sslpassword=other-secret-2"
        _ = try follow("env:A", resolver(["A": url]))
        for text in [url, "p%40ss-word-1", "p@ss-word-1", "other-secret-2", "x p@ss-word-1 y"] {
            #expect(!redactor.redact(text).contains("ss-word-1"), "\(text)")
            #expect(!redactor.redact(text).contains("other-secret-2"), "\(text)")
        }
        #expect(redactor.redact("db:5432 sslmode=require") == "db:5432 sslmode=require")
        // A value that may be shown holds a token all the same.
        _ = try resolver(["N": "nats://tok-123456789@h:4222,nats://u:pw-987654321@h2"]).text(try reference("env:N"))
        #expect(!redactor.redact("got tok-123456789").contains("tok-123456789"))
        #expect(!redactor.redact("got pw-987654321").contains("pw-987654321"))
        _ = try resolver(secretsFile: nil).value(try reference("env:N:-plain-public-value"))
        #expect(redactor.redact("plain-public-value") == "plain-public-value")
    }

    @Test
    func `a value from the secrets file is masked even where values may be shown`() throws {
        try scratch.write(#"{"endpoint": "https://inside.example"}"#, to: "s.json")
        let text = try resolver(secretsFile: "s.json").text(try reference("secret:endpoint"))
        #expect(text == "https://inside.example")
        #expect(!redactor.redact("at https://inside.example now").contains("inside"))
    }

    @Test
    func `a literal is its own value`() throws {
        let found = try resolver().value(try reference("https://h"))
        #expect(found.value.reveal() == "https://h")
        #expect(found.origin == .file("p.yaml", line: 3, column: 7))
    }
}

@Suite
struct VariablesTests {
    @Test
    func `the process comes before the file, the file before the local stack`() throws {
        let (file, _) = DotEnv.parse("a_name=file\nB=file\n", path: ".env")
        let variables = Variables(
            process: ["A_NAME": "process"],
            dotEnv: file,
            localStack: ["A_NAME": "stack", "B": "stack", "C": "stack"],
        )
        #expect(variables["A_NAME"]?.text == "process")
        #expect(variables["A_NAME"]?.origin == .variable("A_NAME"))
        #expect(variables["B"]?.text == "file")
        #expect(variables["B"]?.origin == .file(".env", line: 2, column: 1))
        #expect(variables["C"]?.text == "stack")
        #expect(variables["C"]?.origin == .localStack)
        #expect(variables["D"] == nil)
        // Case matters to the process, not in the file.
        #expect(variables["a_NAME"]?.text == "file")
        #expect(variables["c"] == nil)
        #expect(variables.names.isSuperset(of: ["A_NAME", "a_name", "B", "C"]))
    }

    @Test
    func `set to nothing hides what lies below, and counts as not set`() {
        let variables = Variables(process: ["A": "", "B": "b"], localStack: ["A": "stack"])
        #expect(variables["A"]?.text == "")
        #expect(variables.firstSet(["A", "B"])?.name == "B")
        #expect(variables.firstSet(["A"]) == nil)
        #expect(!variables.offers("A"))
        #expect(Variables(process: ["A_FILE": "x"]).offers("A"))
    }
}
