import Deadlines
import NATS
import Network
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct AccessTests {
    @Test(arguments: ["s3cret", "with \"quotes\"", "back\\slash and \u{7}", "snow☃man"])
    func `a password of any characters gets in, a wrong one does not`(password: String) async throws {
        let escaped = password.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{7}": "\\x07"
            default: "\(scalar)"
            }
        }.joined()
        let server = try NATSServer(
            configuration: "authorization { users = [ { user: ana, password: \"\(escaped)\" } ] }"
        )
        let connection = try await connect(server, .user("ana", password: password))
        #expect(connection.info.requiresAuthentication)
        let wrong: [NATSCredentials?] = [
            nil, .user("ana", password: "wrong"), .user("bob", password: password), .token(password),
        ]
        for credentials in wrong {
            let options = try NATSOptions(url: server.url, credentials: credentials)
            let error = await failure { () throws(NATSError) in
                try await NATSConnection.open(options, by: soon())
            }
            #expect(error == .authentication(.refused))
            #expect(!"\(String(describing: error))".contains(password))
        }
    }

    @Test func `a token gets in, by option and by URL`() async throws {
        let server = try NATSServer(configuration: "authorization { token: \"t\\\"0k\" }")
        _ = try await connect(server, .token("t\"0k"))
        let options = try NATSOptions(url: "nats://t%220k@127.0.0.1:\(server.port)")
        _ = try await NATSConnection.open(options, by: soon())
        let (error, _) = try await failedOpen("nats://wrong@127.0.0.1:\(server.port)")
        #expect(error == .authentication(.refused))
    }

    static let permissions = """
        authorization { users = [
          { user: ana, password: a, permissions {
              publish: { deny: ["secret.>"] }
              subscribe: { deny: ["hidden.>"] }
          } }
          { user: mute, password: a, permissions { subscribe: { allow: ["only.this"] } } }
        ] }
        """

    @Test func `a subject we may not publish to is named at once`() async throws {
        let server = try NATSServer(configuration: Self.permissions)
        let connection = try await connect(server, .user("ana", password: "a"))
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let error = await failure { () throws(NATSError) in
                        try await connection.request("secret.\(number)", by: soon())
                    }
                    #expect(error == .permission(.publish, subject: "secret.\(number)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - start < quick)
        #expect(connection.refusals.count == 20)
        _ = try await JetStream(connection).account(by: soon())
        try await connection.publish("secret.late", by: soon())
        try await eventually("the refusal is told") {
            connection.refusals.contains(.permission(.publish, subject: "secret.late"))
        }
    }

    @Test func `a subject we may not subscribe to ends the subscription`() async throws {
        let server = try NATSServer(configuration: Self.permissions)
        let connection = try await connect(server, .user("ana", password: "a"))
        let messages = try connection.subscribe("hidden.thing")
        await #expect(throws: NATSError.permission(.subscribe, subject: "hidden.thing")) {
            try await messages.next(by: soon())
        }
        #expect(connection.end == nil)
    }

    @Test func `who may not listen for replies is told so`() async throws {
        let server = try NATSServer(configuration: Self.permissions)
        let connection = try await connect(server, .user("mute", password: "a"))
        let error = await failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        guard case .permission(.subscribe, let subject) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(subject.hasPrefix("_INBOX."))
    }

    @Test func `an inbox of one's own choice`() async throws {
        let server = try NATSServer(
            configuration: """
                authorization { users = [ { user: a, password: a, permissions { publish: ">", subscribe: "_mine.>" } } ] }
                """
        )
        var options = try NATSOptions(url: server.url, credentials: .user("a", password: "a"))
        options.inboxPrefix = "_mine"
        let connection = try await NATSConnection.open(options, by: soon())
        _ = try await JetStream(connection).account(by: soon())
    }

    @Test func `a server that is full says so`() async throws {
        let server = try NATSServer(configuration: "max_connections: 1")
        // Whatever looked at the server before may still be counted for a moment.
        var first: NATSConnection?
        try await eventually("the first one is in") {
            first = try? await connect(server)
            return first != nil
        }
        let (error, _) = try await failedOpen(server.url)
        #expect(error == .connectionLimit)
        #expect(first?.end == nil)
    }

    @Test func `JetStream off, unknown domain and off for the account are told apart`() async throws {
        let without = try NATSServer(jetStream: false)
        let connection = try await connect(without)
        #expect(!connection.info.hasJetStream)
        let off = await failure { () throws(NATSError) in try await JetStream(connection).account(by: soon()) }
        #expect(off == .noResponders(subject: "$JS.API.INFO"))
        let other = JetStream(try await connect(TestServers.nats()), domain: "elsewhere")
        let unknown = await failure { () throws(NATSError) in try await other.account(by: soon()) }
        #expect(unknown == .noResponders(subject: "$JS.elsewhere.API.INFO"))
        let accounts = try NATSServer(
            configuration: """
                accounts {
                  A { users = [ { user: a, password: a } ] }
                  B { jetstream: enabled, users = [ { user: b, password: b } ] }
                }
                """
        )
        let barred = JetStream(try await connect(accounts, .user("a", password: "a")))
        let refused = await failure { () throws(NATSError) in try await barred.account(by: soon()) }
        guard case .api(let failure) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(failure.errorCode == .notEnabledForAccount)
    }
}
