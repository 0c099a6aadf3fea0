import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct RestartTests {
    /// A server that can be ended and started again on the same port with the same store.
    private struct Restartable {
        let scratch = Scratch("restart")
        let port = freePort()

        func start(_ run: Int) throws -> LinkedChild {
            let store = "jetstream { store_dir: \"\(scratch.file("store"))\" }"
            let file = try scratch.write("listen: 127.0.0.1:\(port)\n\(store)\n", to: "nats.conf")
            let child = try LinkedChild(
                [serverExecutable("nats-server"), "-c", file],
                stopSignal: "KILL",
                scratch: scratch,
                log: "log\(run)",
            )
            try child.waitUntilReady { (try? scratch.read("log\(run)"))?.contains("Server is ready") == true }
            return child
        }
    }

    @Test func `a server that is killed in the middle and comes back is carried on with`() async throws {
        let server = Restartable()
        let first = try await aside { try server.start(1) }
        let many = "streams:\n" + (0..<300).map { "  S\($0): {}\n" }.joined()
        let options = try NATSOptions(url: "nats://127.0.0.1:\(server.port)")
        let resource = MessagingResource(region: "fr-par", messaging: try messaging(many), options: options)
        let survey = try await resource.survey(by: soon())
        async let failures = failures(of: survey.changes, resource)
        let stream = JetStream(try await NATSConnection.open(options, by: soon()))
        try await eventually("a part is done") {
            (try? await stream.streamNames(by: soon()).count).map { $0 > 20 } ?? true
        }
        try await aside { first.stop() }
        let second = try await aside { try server.start(2) }
        // What came to nothing is told as that and as nothing else.
        for failure in try await failures {
            #expect(["messaging.connect", "messaging.answer"].contains(finding(failure)?.id), "\(failure)")
        }
        // The same resource opens a new connection by itself.
        try await resource.settle()
        #expect(try await resource.survey(by: soon()).sound.count == 300)
        withExtendedLifetime(second) {}
    }

    private func failures(of changes: [Change], _ resource: MessagingResource) async throws -> [any Error] {
        await withTaskGroup(of: (any Error)?.self) { group in
            var errors: [any Error] = []
            for (number, change) in changes.enumerated() {
                if number >= resource.parallelism, let error = await group.next() ?? nil { errors.append(error) }
                group.addTask { await failure { try await resource.carryOut(change, by: soon()) } }
            }
            for await error in group { if let error { errors.append(error) } }
            return errors
        }
    }
}
