import FoundationEssentials
import Glibc
import Platform
import TestSupport
import Testing

/// Which files are read, and what becomes of those that cannot be.
@Suite
struct LoaderTests {
    @Test
    func `the option comes first, then IHCTL_ENV, then ENVIRONMENT, then development`() throws {
        var project = try ProjectFixture("platform: t\n", ["development": "", "staging": "", "production": ""])
        #expect(try project.load(nil).environment == "development")
        project.variables = ["ENVIRONMENT": "staging"]
        #expect(try project.load(nil).environment == "staging")
        project.variables["IHCTL_ENV"] = "production"
        #expect(try project.load(nil).environment == "production")
        #expect(try project.load("staging").environment == "staging")
        project.variables = ["ENVIRONMENT": "", "IHCTL_ENV": ""]
        #expect(try project.load(nil).environment == "development")
        project.variables = [:]
        project.dotEnv = DotEnv.parse("environment=staging\n", path: ".env").file
        #expect(try project.load(nil).environment == "staging")
        #expect(project.loader.environmentName(asked: nil) == "staging")
        #expect(project.loader.environmentName(asked: "x") == "x")
    }

    @Test
    func `an environment that is not there is told with the nearest name, and who asked for it`() throws {
        var project = try ProjectFixture("platform: t\n", ["development": "", "staging": ""])
        #expect(project.complaints("stging") == ["there is no environment \"stging\" | did you mean \"staging\"?"])
        #expect(project.complaints("x") == ["there is no environment \"x\" | known: development, staging"])
        project.variables = ["IHCTL_ENV": "prod"]
        #expect(
            project.complaints(nil) == ["$IHCTL_ENV: there is no environment \"prod\" | known: development, staging"]
        )
        project.variables = [:]
        project.dotEnv = DotEnv.parse("\nIHCTL_ENV=prod\n", path: ".env").file
        #expect(project.complaints(nil) == [".env:2:1: there is no environment \"prod\" | known: development, staging"])
        let none = try ProjectFixture("platform: t\n", [:])
        #expect(none.complaints(nil) == ["no environment has a file in manifests/environments | development.yaml, say"])
    }

    @Test(arguments: [
        "../platform", "../../etc/passwd", "/etc/passwd", "development/../development", "./development", "", " ",
        "development.yaml",
        "DEVELOPMENT", "dev\u{0}elopment", "\u{1B}[31mred", ".hidden",
    ])
    func `an environment's name is a name, never a way through the folders`(name: String) throws {
        let project = try ProjectFixture("platform: t\n", ["development": "", ".hidden": ""])
        let found = project.complaints(name)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("there is no environment ") == true, "\(found)")
        #expect(found.first?.unicodeScalars.contains { $0.value < 0x20 } == false)
    }

    @Test
    func `files are named as seen from the project`() throws {
        let loaded = try ProjectFixture().load()
        #expect(loaded.files == ["manifests/platform.yaml", "manifests/environments/development.yaml"])
        #expect(loaded.environment == "development")
    }

    @Test(arguments: [
        ("a: 1\n  b: 2\n", "2:4"), ("a: 'open\n", "1:4"), ("a: [1, 2\n", ""), ("\tplatform: t\n", "1:1"),
        ("a: @x\n", "1:4"),
        ("platform: t\nplatform: u\n", "2:1"), ("platform: t\n---\nb: 2\n", "2:1"), ("a: *nowhere\n", "1:4"),
        ("[a]: b\n", "1:1"),
        ("a: !!int x\n", "1:4"), ("<<: 5\n", ""), ("a: &x [*x]\n", "1:8"), ("a: \"\\q\"\n", "1:"), ("%FOO\n", ""),
        ("platform: t\ncache: {url: env:A, url: env:B}\n", "2:21"),
    ])
    func `what is not YAML is told with its place`(text: String, place: String) throws {
        let found = try complaints(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("manifests/platform.yaml:\(place)") == true, "\(found)")
    }

    @Test
    func `a fault of the layer stands at the layer's place`() throws {
        #expect(
            try complaints("platform: t\n", over: "a: 'open\n").first?
                .hasPrefix("manifests/environments/development.yaml:1:4: ") == true
        )
    }

    @Test(arguments: ["5", "text", "[a, b]", "- a\n- b\n"])
    func `a file that is no map is told`(text: String) throws {
        let found = try complaints(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("manifests/platform.yaml:1:1: must be a map, found ") == true, "\(found)")
    }

    @Test
    func `anchors, aliases and merge keys are read, each value at the place of its anchor`() throws {
        let project = try ProjectFixture(
            """
            platform: t
            storage:
              buckets:
                aaa: &usual
                  versioning: true
                  encryption: AES256
                bbb: *usual
                ccc:
                  <<: *usual
                  encryption: none
                ddd:
                  <<: [*usual]
                  versoning: true

            """
        )
        let loaded = try project.load()
        let storage = try #require(loaded.platform.storage)
        #expect(storage.buckets["bbb"]?.encryption == .aes256)
        #expect(storage.buckets["ccc"]?.encryption == Bucket.Encryption.none)
        #expect(storage.buckets["ccc"]?.versioning == true)
        #expect(
            loaded.origin(of: SettingPath(dotted: "storage.buckets.bbb.versioning"))
                == .file("manifests/platform.yaml", line: 5, column: 19)
        )
        #expect(
            loaded.problems.map(\.withHint) == [
                "manifests/platform.yaml:13:7: storage.buckets.ddd.versoning: unknown key | did you mean \"versioning\"?"
            ]
        )
    }

    @Test(arguments: ["!v x", "!secret x", "!!binary aGk=", "!!timestamp 2001-01-01", "!<tag:x,2024:y> z", "!env NAME"])
    func `a tag is refused`(value: String) throws {
        let found = try complaints("platform: t\ndescription: \(value)\n")
        #expect(
            found == [
                "manifests/platform.yaml:2:14: description: has a tag, which means nothing here | a text that begins with ! wants quotes"
            ]
        )
    }

    @Test
    func `tags of YAML's own for what is there anyway are taken`() throws {
        #expect(
            try complaints(
                "platform: !!str t\ndescription: !!str 12\ndatabase: !!map {extensions: !!seq [a], port: !!int 5}\n"
            ) == []
        )
        #expect(
            try complaints("platform: t\nstorage: {buckets: !!set {aaa, bbb}}\n").first?
                .contains("has a tag, which means nothing here") == true
        )
    }

    @Test
    func `files that are none are told as what they are, at once`() throws {
        let project = try ProjectFixture()
        let path = project.scratch.file("manifests/environments/development.yaml")
        let told = "manifests/environments/development.yaml"
        unlink(path)
        mkdir(path, 0o755)
        #expect(project.complaints() == ["\(told) cannot be read: it is a folder"])
        rmdir(path)
        mkfifo(path, 0o644)
        #expect(project.complaints() == ["\(told) cannot be read: it is no regular file"])
        unlink(path)
        symlink("/dev/zero", path)
        #expect(project.complaints() == ["\(told) cannot be read: it is no regular file"])
        unlink(path)
        symlink("nowhere", path)
        #expect(project.complaints() == ["\(told) does not exist"])
        unlink(path)
        #expect(project.complaints().first?.hasPrefix("no environment has a file") == true)
        try project.scratch.write("description: linked\n", to: "elsewhere.yaml")
        symlink("../../elsewhere.yaml", path)
        #expect(try project.load().platform.description == "linked")
    }

    @Test
    func `a platform file that is a link to nowhere is told, not passed over`() throws {
        let project = try ProjectFixture()
        let path = project.scratch.file("manifests/platform.yaml")
        unlink(path)
        symlink("nowhere", path)
        #expect(project.complaints() == ["manifests/platform.yaml does not exist"])
    }

    @Test
    func `bytes that are no text are told with their place`() throws {
        let project = try ProjectFixture()
        let path = URL(filePath: project.scratch.file("manifests/platform.yaml"))
        for (bytes, place) in [
            ([0x61, 0x3A, 0x20, 0xFF, 0xFE], "1:4"), ([0x61, 0x3A, 0x20, 0x00], "1:"),
            ([0x7F, 0x45, 0x4C, 0x46], "1:1"),
            ([0xFF, 0xFE, 0x61, 0x00], "1:1"), ([0x61, 0x3A, 0x0A, 0xC3, 0x28], "2:"),
        ] as [([UInt8], String)] {
            try Data(bytes).write(to: path)
            let found = project.complaints()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("manifests/platform.yaml:\(place)") == true, "\(bytes): \(found)")
        }
    }

    @Test
    func `a huge file is refused before it is read`() throws {
        let project = try ProjectFixture()
        try Data(repeating: 0x23, count: (1 << 20) + 1).write(
            to: URL(filePath: project.scratch.file("manifests/platform.yaml"))
        )
        #expect(project.complaints() == ["manifests/platform.yaml is larger than 1 MiB"])
    }

    @Test
    func `hostile files cost little and are told`() throws {
        let deep = "a: " + String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
        let bomb =
            "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + (1...9).map {
                "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ", "))]\n"
            }.joined()
        let wide = (0..<30_000).map { "k\($0): 1\n" }.joined()
        for text in [deep, bomb, wide] {
            let found = try complaints(text)
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("manifests/platform.yaml:") == true)
        }
        // As wide as it may be: every key unknown, and told.
        let widest = "platform: t\n" + (0..<4_000).map { "k\($0): 1\n" }.joined()
        #expect(try complaints(widest).count == 4_000)
    }
}

@Suite
struct ProjectTests {
    @Test
    func `a project is the nearest folder upwards that holds a platform file`() throws {
        let scratch = Scratch("project")
        try scratch.write("platform: t\n", to: "outer/manifests/platform.yaml")
        try scratch.write("", to: "outer/inner/deep/file")
        let found = Project.around(scratch.file("outer/inner/deep"))
        #expect(found.root == scratch.file("outer"))
        #expect(found.hasPlatformFile)
        #expect(found.path("x/y") == scratch.file("outer/x/y"))
        #expect(found.path("/x") == "/x")
        #expect(Project.around(scratch.file("outer/inner/deep/")).root == scratch.file("outer"))
        #expect(Project.around(scratch.file("outer")).root == scratch.file("outer"))
    }

    @Test
    func `it never leaves a checkout, so that a stranger's file is not taken`() throws {
        let scratch = Scratch("project")
        try scratch.write("platform: t\n", to: "manifests/platform.yaml")
        try scratch.write("", to: "checkout/.git/HEAD")
        try scratch.write("", to: "checkout/a/b")
        let found = Project.around(scratch.file("checkout/a"))
        #expect(found.root == scratch.file("checkout/a"))
        #expect(!found.hasPlatformFile)
        #expect(Project.around(scratch.file("checkout")).root == scratch.file("checkout"))
    }

    @Test
    func `the root folder is a folder too`() {
        #expect(Project.around("/").root == "")
        #expect(Project.around("/").path("x") == "/x")
    }

    @Test
    func `its environments are the files of their folder, sorted`() throws {
        let project = try ProjectFixture("platform: t\n", ["b": "", "a": "", ".c": ""])
        try project.scratch.write("", to: "manifests/environments/notes.txt")
        #expect(project.loader.project.environments == ["a", "b"])
    }
}
