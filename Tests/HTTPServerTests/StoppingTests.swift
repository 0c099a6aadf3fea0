import Deadlines
import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct StoppingTests {
    @Test func `a stop cancels what has not ended by its deadline, suspended or streaming`() async throws {
        let began = Counter()
        let cancelled = Counter()
        let server = try start { request in
            if request.path == "/hang" {
                began.add()
                try? await Task.sleep(for: .seconds(600))
                cancelled.add()
                return .text("")
            }
            return .events { writer in
                defer { cancelled.add() }
                began.add()
                while true {
                    try await writer.write("data: x\n\n")
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
        let clients = try (0..<20).map { _ in try #require(RawClient(port: server.port)) }
        for (number, raw) in clients.enumerated() {
            raw.send("GET \(number % 2 == 0 ? "/hang" : "/stream") HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        #expect(await eventually { began.value == 20 })
        let clock = ContinuousClock.now
        await server.stop(by: .after(.milliseconds(200)))
        #expect(ContinuousClock.now - clock < .seconds(20))
        #expect(await eventually { cancelled.value == 20 })
        #expect(server.load == (0, 0))
        #expect(RawClient(port: server.port) == nil)
    }

    @Test func `a stop waits for what ends in time, and takes nothing new`() async throws {
        let began = Counter()
        let goOn = Counter()
        let server = try start { _ in
            began.add()
            _ = await eventually { goOn.value > 0 }
            return .text("whole answer")
        }
        async let answer = ask(server, "/")
        #expect(await eventually { began.value == 1 })
        async let stopped: Void = server.stop(by: .after(.seconds(60)))
        #expect(await eventually { RawClient(port: server.port) == nil })
        goOn.add()
        let response = try await answer
        #expect(response.text == "whole answer")
        #expect(response.headers["Connection"]?.lowercased() == "close")
        await stopped
    }

    @Test func `an idle kept connection does not delay a stop`() async throws {
        let server = try start { _ in .text("well") }
        let raw = try #require(RawClient(port: server.port))
        raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await aside { raw.receive(until: "well") }.contains("well"))
        let clock = ContinuousClock.now
        await server.stop(by: .after(.seconds(100)))
        #expect(ContinuousClock.now - clock < .seconds(50))
        await server.stop(by: .after(.seconds(100)))
    }

    @Test func `servers start and stop under load without a trace`() async throws {
        for _ in 0..<20 {
            let server = try start { _ in .events { for _ in 0..<50 { try await $0.write("data: x\n\n") } } }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try? await ask(server, "/") } }
                group.addTask { await server.stop(by: .after(.milliseconds(3))) }
            }
            #expect(server.load == (0, 0))
        }
    }
}
