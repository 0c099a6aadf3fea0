internal import Deadlines
internal import Glibc
internal import Network
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// Calls that would never end, ended by their deadline, by cancellation or by the server's death.
@Suite(.live, .timeLimit(.minutes(5)))
struct DeadlineTests {
    let server: PostgreSQLServer

    init() async throws {
        server = try await sharedServer()
    }

    @Test func `a statement past its deadline is cancelled on the server and leaves the connection usable`()
        async throws
    {
        let connection = try await server.open()
        let pid = await connection.backendPID
        let error = await failure { try await connection.query("select pg_sleep(300)", by: shortly()) }
        #expect(error?.kind == .deadlinePassed(during: .statement))
        #expect(error?.connectionIsUsable == true)
        #expect(error?.mayHaveTakenEffect == false)
        #expect(try await connection.query("select pg_backend_pid()", by: soon()).value() == pid)
    }

    @Test func `a cancelled task cancels its statement and leaves the connection usable`() async throws {
        let connection = try await server.open()
        let pid = await connection.backendPID
        let task = Task {
            await failure { try await connection.query("select pg_sleep(300)", by: .after(.seconds(600))) }
        }
        try await untilBusy(pid)
        task.cancel()
        let error = await task.value
        #expect(error?.kind == .cancelled)
        #expect(error?.connectionIsUsable == true)
        #expect(try await connection.query("select 1", by: soon()).value() == 1)
    }

    @Test func `a statement cancelled while it is being sent does not run on`() async throws {
        let connection = try await server.open()
        for _ in 0..<50 {
            let task = Task {
                await failure { try await connection.query("select pg_sleep(300)", by: .after(.seconds(600))) }
            }
            try await Task.sleep(for: .microseconds(Int.random(in: 0..<300)))
            task.cancel()
            let error = await task.value
            #expect(error?.kind == .cancelled)
            #expect(error?.connectionIsUsable == true)
        }
        #expect(try await connection.query("select 1", by: soon()).value() == 1)
    }

    @Test func `a call with a deadline in the past is not sent`() async throws {
        let connection = try await server.open()
        _ = try await connection.execute("create temporary table t (n int)", by: soon())
        let error = await failure { try await connection.query("insert into t values (1)", by: .after(.zero)) }
        #expect(error?.kind == .deadlinePassed(during: .turn))
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 0)
    }

    @Test func `a statement timeout of the server is not taken for the deadline`() async throws {
        let connection = try await server.open()
        _ = try await connection.execute("set statement_timeout = 50", by: soon())
        let error = await failure { try await connection.query("select pg_sleep(300)", by: soon()) }
        #expect(error?.code == .queryCanceled)
    }

    @Test func `waiting for another call's turn ends by the own deadline`() async throws {
        let connection = try await server.open()
        let pid = await connection.backendPID
        let long = Task { try await connection.query("select pg_sleep(300)", by: .after(.seconds(600))) }
        try await untilBusy(pid)
        let took = await elapsed {
            let kind = await failure { try await connection.query("select 1", by: .after(.milliseconds(100))) }?.kind
            #expect(kind == .deadlinePassed(during: .turn))
        }
        #expect(took < .seconds(30))
        let waiting = Task { await failure { try await connection.query("select 1", by: .after(.seconds(600))) }?.kind }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        #expect(await waiting.value == .cancelled)
        long.cancel()
        _ = await long.result
        #expect(try await connection.query("select 1", by: soon()).value() == 1)
    }

    @Test func `a server that is stopped in the middle ends every call no later than the deadline`() async throws {
        let own = try await started()
        let setup = try await own.open()
        _ = try await setup.execute("create table t (n int); insert into t select generate_series(1, 10)", by: soon())
        let calls: [String: @Sendable (Connection, Deadline) async throws -> Void] = [
            "query": { try await $0.query("select 1", by: $1) },
            "execute": { try await $0.execute("select 1", by: $1) },
            "pipeline": { _ = try await $0.pipeline(Array(repeating: "select 1", count: 1_000), .each, by: $1) },
            "transaction": { try await $0.transaction(by: $1) { _ in } },
            "copy out": { try await $0.copyOut("copy t to stdout", by: $1) { _ in } },
            "copy in": {
                let endless = repeatElement(Array("1\n".utf8), count: .max)
                try await $0.copyIn("copy t from stdin", by: $1, endless)
            },
            "fold": { _ = try await $0.fold("table t", into: 0, by: $1) { count, _ in count += 1 } },
        ]
        var connections: [String: Connection] = [:]
        for name in calls.keys {
            connections[name] = try await Connection.open(try Target(url: own.url()), by: soon())
        }
        try await own.child.freeze()
        defer { own.child.thaw() }
        let took = await elapsed {
            await withTaskGroup { group in
                for (name, call) in calls {
                    guard let connection = connections[name] else { continue }
                    group.addTask {
                        let error = await failure { try await call(connection, shortly()) }
                        let activity: PostgreSQLError.Activity = name.hasPrefix("copy") ? .copy : .statement
                        #expect(error?.kind == .deadlinePassed(during: activity), "\(name)")
                        #expect(error?.connectionIsUsable == false, "\(name)")
                        #expect(error?.mayHaveTakenEffect == true, "\(name)")
                        let later = await failure { try await connection.query("select 1", by: soon()) }
                        #expect(later?.kind == .connectionLost(nil), "\(name)")
                        await connection.close()
                    }
                }
                group.addTask {
                    let silence = await failure { try await setup.nextNotification(by: shortly()) }
                    #expect(silence == nil)
                    await setup.close()
                    #expect(await failure { try await setup.query("select 1", by: soon()) }?.kind == .closed)
                }
                group.addTask {
                    let kind = await failure { try await own.open(by: shortly()) }?.kind
                    #expect(kind == .transport(.noReply))
                }
            }
        }
        #expect(took < .seconds(30))
    }

    @Test func `a copy that the server cannot keep up with ends by its deadline`() async throws {
        let connection = try await server.open()
        _ = try await connection.execute("create temporary table t (n int)", by: soon())
        let endless = repeatElement(Array(repeating: UInt8(ascii: "1"), count: 1) + [10], count: .max)
        let error = await failure { try await connection.copyIn("copy t from stdin", by: shortly(), endless) }
        #expect(error?.kind == .deadlinePassed(during: .copy))
        #expect(error?.connectionIsUsable == true)
        #expect(try await connection.query("select count(*) from t", by: soon()).value() == 0)
    }

    @Test func `rows without end end by their deadline`() async throws {
        let connection = try await server.open()
        let error = await failure {
            try await connection.fold("select generate_series(1, 1000000000000)", into: 0, by: shortly()) {
                $0 += $1.columns.count
            }
        }
        #expect(error?.kind == .deadlinePassed(during: .statement))
    }

    @Test func `a backend that is killed is a lost connection`() async throws {
        let own = try await started()
        let connection = try await own.open()
        let pid = await connection.backendPID
        let task = Task {
            await failure { try await connection.query("select pg_sleep(300)", by: .after(.seconds(600))) }
        }
        try await untilBusy(pid, own)
        kill(pid, SIGKILL)
        let error = await task.value
        guard case .connectionLost = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.connectionIsUsable == false)
        #expect(error?.mayHaveTakenEffect == true)
        #expect(await connection.isOpen == false)
        let later = await failure { try await connection.query("select 1", by: soon()) }
        #expect(later?.kind == .connectionLost(nil))
    }

    @Test func `the server's last word is kept, also where nobody asked`() async throws {
        let connection = try await server.open()
        #expect(await connection.isOpen)
        try await server.run("select pg_terminate_backend(\(await connection.backendPID))")
        try await eventually { await !connection.isOpen }
        let error = await failure { try await connection.query("select 1", by: soon()) }
        #expect(error?.code == .adminShutdown)
        guard case .connectionLost = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `closing ends the running call`() async throws {
        let connection = try await server.open()
        let pid = await connection.backendPID
        let task = Task {
            await failure { try await connection.query("select pg_sleep(300)", by: .after(.seconds(600))) }?.kind
        }
        try await untilBusy(pid)
        await connection.close()
        #expect(await task.value == .closed)
        #expect(await failure { try await connection.query("select 1", by: soon()) }?.kind == .closed)
    }

    @Test func `tasks cancelled at random leave the connection usable and mix no answers up`() async throws {
        let connection = try await server.open()
        let answers = await withTaskGroup(of: (Int, Int?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let query = Task {
                        try await connection.query("select \(number)::int, pg_sleep(0.002)", by: .after(.seconds(50)))
                    }
                    try? await Task.sleep(for: .microseconds(Int.random(in: 0..<600_000)))
                    query.cancel()
                    let value: Int? = try? await query.value.first.map { row in try row[0] }
                    return (number, value)
                }
            }
            var answers: [(Int, Int?)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        #expect(answers.count == 200)
        #expect(answers.allSatisfy { $0.1 == nil || $0.1 == $0.0 })
        #expect(answers.contains { $0.1 != nil })
        #expect(answers.contains { $0.1 == nil })
        #expect(try await connection.query("select 7", by: soon()).value() == 7)
    }

    @Test func `a hundred connections that block stall nobody else`() async throws {
        let (server, ticks) = (server, 20)
        try await withThrowingTaskGroup { group in
            var connections: [Connection] = []
            for _ in 0..<100 { connections.append(try await server.open()) }
            for connection in connections {
                group.addTask { _ = try await connection.query("select pg_sleep(0.5)", by: .after(.seconds(50))) }
            }
            let took = try await elapsed {
                for _ in 0..<ticks { try await Task.sleep(for: .milliseconds(10)) }
            }
            // On two threads a hundred such calls would take 25 s.
            #expect(took < .seconds(30))
            try await group.waitForAll()
            for connection in connections { await connection.close() }
        }
    }

    /// Another session sees the statement; the one that runs it can be asked nothing.
    private func untilBusy(_ pid: Int32, _ server: PostgreSQLServer? = nil) async throws {
        let watcher = try await (server ?? self.server).open()
        try await eventually {
            try await watcher.query(
                "select exists (select from pg_stat_activity where state = 'active' and pid = \(pid))",
                by: soon(),
            ).value()
        }
        await watcher.close()
    }
}
