internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import TestSupport
import Testing
internal import Words

@testable import Configuration

@Suite(.timeLimit(.minutes(5)))
struct SecretsResourceTests {
    @Test func `what is missing and ours is made, once`() async throws {
        let project = try Trial()
        let changes = try await project.settle()
        #expect(
            changes.map(\.address.description) == [
                "configuration/secret/JWT", "configuration/secret/FERNET", "configuration/secret/DATABASE_URL",
            ]
        )
        #expect(changes.allSatisfy { $0.kind == .create })
        let made = try project.entries()
        #expect(try #require(made["JWT"]).utf8.count == 64)
        #expect(FernetKey.fault(in: try #require(made["FERNET"])) == nil)
        let url = try #require(made["DATABASE_URL"])
        #expect(url.wholeMatch(of: /postgresql:\/\/agent:[0-9a-f]{48}@db:5432\/app/) != nil)
        let before = try project.text()
        let survey = try await project.resource().survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.findings.isEmpty)
        #expect(survey.sound.count == 3)
        // The old changes again do nothing.
        for change in changes { #expect(try await project.resource().carryOut(change, by: soon()).isEmpty) }
        #expect(try project.text() == before)
    }

    @Test func `looking makes nothing`() async throws {
        let project = try Trial()
        _ = try await project.resource(makesCertificate: true).survey(by: soon())
        #expect(names(in: project.folder).isEmpty)
        #expect(project.learned.withLock { $0.isEmpty })
    }

    @Test func `file and folder are the owner's alone, and git does not see them`() async throws {
        let project = try Trial()
        let mask = umask(0)
        defer { umask(mask) }
        try await project.settle()
        #expect(mode(of: project.file) == 0o600)
        #expect(mode(of: project.folder) == 0o700)
        #expect(try project.scratch.read("secrets/.gitignore") == "*\n")
        #expect(names(in: project.folder) == [".gitignore", ".tiny.json.lock", "tiny.json"])
    }

    @Test func `what others wrote stays letter by letter`() async throws {
        let project = try Trial()
        let text =
            "{\n\t\"OTHER\" : \"caf\\u00e9 \\/ \\\"x\\\"\",\"FERNET\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"  }  \n\n"
        try project.write(text)
        try await project.settle()
        let after = try project.text()
        #expect(after.hasPrefix(String(text.prefix { $0 != "}" }.dropLast(2))))
        #expect(after.hasSuffix("  }  \n\n"))
        let entries = try project.entries()
        #expect(entries["OTHER"] == "café / \"x\"")
        #expect(entries["FERNET"] == "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        #expect(entries.count == 4)
    }

    @Test(arguments: ["", "{}", " { } ", "{\n}\n", "\n"])
    func `an empty file or object is filled`(text: String) async throws {
        let project = try Trial()
        try project.write(text)
        try await project.settle()
        #expect(try project.entries().count == 3)
    }

    @Test(arguments: [
        "[]", "{\"a\": 1}", "{\"a\": {\"b\": \"c\"}}", "{\"a\": \"b\"", "hunter2-marked", "{\"a\": \"b\"} trailing",
        "{\"a\": null}",
    ])
    func `a spoilt file is an answer with place and remedy, and stays as it is`(text: String) async throws {
        let project = try Trial()
        let change = try #require(try await project.resource().survey(by: soon()).changes.first)
        try project.write(text)
        let looking = await failure(ResourceFailure.self) { _ = try await project.resource().survey(by: soon()) }
        let acting = await failure(ResourceFailure.self) {
            _ = try await project.resource().carryOut(change, by: soon())
        }
        for failure in [looking, acting] {
            #expect(failure?.finding.id == "configuration.secrets_file")
            #expect(failure?.finding.place?.file == "secrets/tiny.json")
            #expect(failure?.finding.remedies.isEmpty == false)
            #expect(failure?.isAnswer == true)
            #expect("\(String(describing: failure))".contains("marked") == false)
        }
        #expect(try project.text() == text)
    }

    @Test func `a file that is no text, a folder and a pipe in its place are told`() async throws {
        let project = try Trial()
        try FileManager.default.createDirectory(atPath: project.file, withIntermediateDirectories: true)
        let folder = await failure(ResourceFailure.self) { _ = try await project.resource().survey(by: soon()) }
        #expect(folder?.finding.message.hasSuffix("it is a folder") == true)
        rmdir(project.file)
        mkfifo(project.file, 0o600)
        let pipe = await failure(ResourceFailure.self) { _ = try await project.resource().survey(by: soon()) }
        #expect(pipe?.finding.message.hasSuffix("it is no regular file") == true)
        unlink(project.file)
        try Data([0x7B, 0xFF, 0x7D]).write(to: URL(filePath: project.file))
        let bytes = await failure(ResourceFailure.self) { _ = try await project.resource().survey(by: soon()) }
        #expect(bytes?.finding.message == "the secrets file is not UTF-8 text")
    }

    @Test func `a link stays one, and what it leads to is replaced`() async throws {
        let project = try Trial()
        try project.scratch.write("{\"OTHER\": \"x\"}", to: "real/store.json")
        mkdir(project.folder, 0o700)
        symlink("../real/store.json", project.file)
        try await project.settle()
        var facts = stat()
        #expect(lstat(project.file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
        #expect(try project.entries().count == 4)
        #expect(mode(of: project.scratch.file("real/store.json")) == 0o600)
    }

    @Test func `a link that leads nowhere is told and left alone`() async throws {
        let project = try Trial()
        let change = try #require(try await project.resource().survey(by: soon()).changes.first)
        mkdir(project.folder, 0o700)
        symlink("/nowhere/at/all.json", project.file)
        let failure = await failure(ResourceFailure.self) {
            _ = try await project.resource().carryOut(change, by: soon())
        }
        #expect(failure?.finding.id == "configuration.secrets_file")
        var facts = stat()
        #expect(lstat(project.file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func `a place that cannot be written to is an answer with its reason`() async throws {
        // Not even root writes there.
        let platform = Trial.platform.replacing("secrets/tiny.json", with: "/proc/ihctl/tiny.json")
        let project = try Trial(platform)
        let change = try #require(try await project.resource().survey(by: soon()).changes.first)
        let failure = await failure(ResourceFailure.self) {
            _ = try await project.resource().carryOut(change, by: soon())
        }
        #expect(failure?.finding.id == "configuration.secrets_file")
        #expect(failure?.finding.message.hasPrefix("/proc/ihctl: ") == true)
        #expect(failure?.isAnswer == true)
    }

    @Test func `what is there and weak is told, not changed, and not shown`() async throws {
        let project = try Trial()
        let weak = [
            "JWT": "short-marked", "FERNET": "no-key-marked",
            "DATABASE_URL": "postgresql://agent:hunter2mk@db/app",
        ]
        try project.write(String(decoding: try JSONEncoder().encode(weak), as: UTF8.self))
        chmod(project.file, 0o644)
        let survey = try await project.resource().survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(
            survey.findings.map(\.id) == Array(repeating: "configuration.weak_secret", count: 3) + [
                "configuration.open_file"
            ]
        )
        #expect(survey.findings.map(\.severity) == [.warning, .error, .warning, .warning])
        var told = ""
        dump(survey, to: &told)
        #expect(!told.contains("marked") && !told.contains("hunter2"))
        chmod(project.file, 0o600)
    }

    @Test(arguments: [
        ("changeme", SecretWeakness.placeholder), ("CHANGE_ME", .placeholder), ("your-secret-key", .placeholder),
        ("<token>", .placeholder), ("${JWT}", .placeholder), ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", .placeholder),
        ("secret123", .placeholder), ("abc", .short(bytes: 3, wanted: 32)),
        ("abababababababababababababababababab", .monotonous),
    ])
    func `a key that is none is known`(value: String, weakness: SecretWeakness) {
        #expect(SecretWeakness(of: Secret(value), for: .tokenKey) == weakness)
    }

    @Test func `what only a person can get is named with where it is got`() async throws {
        let platform = """
            platform: tiny
            secrets: {file: secrets/tiny.json, jwt_key: 'env:JWT_SECRET_KEY', encryption_key: 'file:keys/fernet'}
            providers:
              anthropic: {kind: anthropic, endpoint: 'https://api.anthropic.com', key: 'secret:ANTHROPIC'}
            database: {url: 'secret:URL'}
            telemetry: {channels: {slack: 'env:SLACK'}}
            scaleway: {}
            """.replacing("telemetry: {channels: {slack: 'env:SLACK'}}\n", with: "")
        let project = try Trial(platform, variables: ["SCALEWAY_ACCESS_KEY": "SCWXXXXXXXXXXXXXXXXX"])
        let survey = try await project.resource().survey(by: soon())
        #expect(survey.changes.allSatisfy { $0.kind == .person })
        let reasons = Dictionary(uniqueKeysWithValues: survey.changes.map { ($0.address.parts[2], $0.reason ?? "") })
        #expect(reasons["JWT_SECRET_KEY"]?.contains("secrets.jwt_key said secret:JWT_SECRET_KEY") == true)
        #expect(reasons["keys%2Ffernet"]?.hasPrefix("put it into keys/fernet") == true)
        #expect(reasons["ANTHROPIC"]?.contains("https://console.anthropic.com") == true)
        #expect(reasons["URL"]?.contains("database.host") == true)
        #expect(reasons["SCALEWAY_SECRET_KEY"]?.contains("scaleway.com") == true)
        #expect(reasons["SCALEWAY_ACCESS_KEY"] == nil)
        try await project.settle()
        #expect(names(in: project.folder).isEmpty)
    }

    @Test func `what is made is learnt before anybody can tell it, and stands in no change`() async throws {
        let project = try Trial()
        var told = ""
        dump(try await project.settle(), to: &told)
        dump(try await project.resource().survey(by: soon()), to: &told)
        let made = try project.entries()
        let learned = Set(project.learned.withLock { $0.map { $0.reveal() } })
        for value in made.values {
            #expect(learned.contains(value))
            #expect(!told.contains(value))
        }
        let password = try #require(URLCredentials.secrets(in: made["DATABASE_URL"] ?? "").first)
        #expect(learned.contains(password.reveal()))
        #expect(!told.contains(password.reveal()))
    }

    @Test func `an empty entry is for a person to take away`() async throws {
        let project = try Trial()
        try project.write("{\"JWT\": \" \"}")
        let survey = try await project.resource().survey(by: soon())
        #expect(survey.findings.map(\.id) == ["config.unresolved"])
        #expect(survey.changes.count == 2)
    }
}
