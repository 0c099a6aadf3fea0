import Deadlines
import TestSupport
import Testing

@testable import NATS

/// An operator, an account and users of it, signed by `openssl`: what `nsc` would make.
private let desk = Result { () throws -> Scratch in
    let scratch = Scratch("nats-keys")
    let script = """
        import base64, json, subprocess, time

        def crc16(data):
            crc = 0
            for byte in data:
                crc ^= byte << 8
                for _ in range(8):
                    crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
            return crc.to_bytes(2, "little")

        def text(raw):
            return base64.b32encode(raw + crc16(raw)).decode().rstrip("=")

        def url(data):
            return base64.urlsafe_b64encode(data).decode().rstrip("=")

        class Key:
            def __init__(self, name, prefix):
                self.file = name + ".key"
                subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.file], check=True)
                der = lambda *more: subprocess.run(
                    ["openssl", "pkey", "-in", self.file, "-outform", "DER", *more], check=True, capture_output=True).stdout
                seed, public = der()[-32:], der("-pubout")[-32:]
                self.public = text(bytes([prefix]) + public)
                self.seed = text(bytes([18 << 3 | prefix >> 5, (prefix & 31) << 3]) + seed)

            def sign(self, data):
                open("to-sign", "wb").write(data)
                return subprocess.run(
                    ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.file, "-in", "to-sign"],
                    check=True, capture_output=True).stdout

        def jwt(issuer, subject, name, claims, **more):
            body = {"iat": int(time.time()), "iss": issuer.public, "jti": name, "name": name, "sub": subject, "nats": claims, **more}
            head = url(json.dumps({"typ": "JWT", "alg": "ed25519-nkey"}).encode())
            start = head + "." + url(json.dumps(body).encode())
            return start + "." + url(issuer.sign(start.encode()))

        operator, account, user = Key("operator", 14 << 3), Key("account", 0), Key("user", 20 << 3)
        limits = {k: -1 for k in ["subs", "data", "payload", "imports", "exports", "conn", "leaf"]} | {"wildcards": True}
        account_jwt = jwt(operator, account.public, "acme", {"limits": limits, "type": "account", "version": 2})
        rights = {"pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1, "type": "user", "version": 2}

        def creds(file, **more):
            token = jwt(account, user.public, "ana", rights, **more)
            open(file, "w").write(
                "-----BEGIN NATS USER JWT-----\\n" + token + "\\n------END NATS USER JWT------\\n\\n*** IMPORTANT ***\\n\\n"
                + "-----BEGIN USER NKEY SEED-----\\n" + user.seed + "\\n------END USER NKEY SEED------\\n")

        creds("ana.creds")
        creds("old.creds", exp=int(time.time()) - 60)
        open("user.seed", "w").write("# a user\\n" + user.seed + "\\n")
        open("user.public", "w").write(user.public)
        system = Key("system", 0)
        system_jwt = jwt(operator, system.public, "sys", {"limits": limits, "type": "account", "version": 2})
        open("server.conf", "w").write(
            "operator: " + jwt(operator, operator.public, "op", {"type": "operator", "version": 2})
            + "\\nsystem_account: " + system.public + "\\nresolver: MEMORY\\nresolver_preload: {\\n"
            + account.public + ": " + account_jwt + "\\n" + system.public + ": " + system_jwt + "\\n}\\n")
        """
    try require(TestSupport.run(["python3", "-c", script], in: scratch.path))
    return scratch
}

@Suite(.live, .timeLimit(.minutes(5))) struct CredentialsTests {
    private let files: Scratch

    init() throws { files = try desk.get() }

    @Test func `a credentials file gets in, and its owner is known`() async throws {
        let server = try NATSServer(configuration: files.read("server.conf"), jetStream: false)
        let connection = try await connect(server, .credentialsFile(path: files.file("ana.creds")))
        #expect(connection.info.requiresAuthentication)
        let file = try CredentialsFile(path: files.file("ana.creds"))
        #expect(file.userName == "ana")
        #expect(file.expiry == nil)
        #expect(try file.subject == files.read("user.public"))
        let user = try await connection.user(by: soon())
        #expect(user.account == file.issuer)
        #expect(user.name == file.subject)
        let old = NATSCredentials.credentialsFile(path: files.file("old.creds"))
        #expect(try CredentialsFile(path: files.file("old.creds")).expiry != nil)
        let options = try NATSOptions(url: server.url, credentials: old)
        let error = await failure { () throws(NATSError) in try await NATSConnection.open(options, by: soon()) }
        #expect(error == .authentication(.userExpired) || error == .authentication(.refused))
    }

    @Test func `a seed file gets in`() async throws {
        let name = try files.read("user.public")
        let server = try NATSServer(configuration: "authorization { users = [ { nkey: \(name) } ] }", jetStream: false)
        let connection = try await connect(server, .seedFile(path: files.file("user.seed")))
        #expect(try await connection.user(by: soon()).name == name)
        // Of a plain token the file holds no seed.
        let token = NATSOptions(servers: [try ServerURL(server.url)], credentials: .token("x"))
        let error = await failure { () throws(NATSError) in try await NATSConnection.open(token, by: soon()) }
        #expect(error == .authentication(.refused))
    }

    @Test func `a seed's public half is found, and a seed with a slip refused`() throws {
        let seed = try files.read("user.seed").split(separator: "\n").last.map(String.init) ?? ""
        #expect(try NkeySeed(seed)?.publicKey == files.read("user.public"))
        var slip = Array(seed)
        slip[20] = slip[20] == "A" ? "B" : "A"
        #expect(NkeySeed(String(slip)) == nil)
        #expect(NkeySeed("SU") == nil)
        #expect(NkeySeed("SU!!") == nil)
        #expect(NkeySeed(try files.read("user.public")) == nil)
    }

    @Test func `a file that cannot be used is named with its reason, and never shown`() async throws {
        let scratch = Scratch("nats-bad")
        let seed = try files.read("user.seed").split(separator: "\n").last.map(String.init) ?? ""
        let cases = [
            NATSCredentials.credentialsFile(path: "/nowhere/a.creds"), .seedFile(path: "/nowhere/seed"),
            .credentialsFile(path: try scratch.write("hello", to: "plain")),
            .credentialsFile(path: try scratch.write("-----BEGIN NATS USER JWT-----\nx\n", to: "no-seed")),
            .credentialsFile(
                path: try scratch.write(
                    "-----BEGIN NATS USER JWT-----\na.b\n-----BEGIN USER NKEY SEED-----\n\(seed)\n",
                    to: "bad-jwt",
                )
            ), .seedFile(path: try scratch.write("SUAHELLO", to: "bad-seed")),
            .seedFile(path: try scratch.write(String(repeating: "x", count: 100_000), to: "huge")),
            .seedFile(path: scratch.path),
        ]
        for credentials in cases {
            let options = try NATSOptions(url: TestServers.nats().url, credentials: credentials)
            let error = await failure { () throws(NATSError) in try await NATSConnection.open(options, by: soon()) }
            guard case .badCredentials(_, let reason) = error else {
                Issue.record("\(credentials): \(String(describing: error))")
                continue
            }
            #expect(!reason.isEmpty)
            #expect(!"\(String(describing: error))".contains(seed))
        }
    }
}
