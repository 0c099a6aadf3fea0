import Deadlines
import Doctor
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct MonitorTests {
    @Test(arguments: [
        ("http://host:8222/nats?token=marzipan", "http://host:8222/nats"), ("http://host:8222", "http://host:8222"),
        ("http://ana:marzipan@host:8222/#x", "http://host:8222/"), ("http://ana:mar/zipan@host", "http://host"),
        ("http://ana:mar?zipan@host", "http://…"), ("http://host/?a=b@c", "http://host/"),
        ("ana:marzipan@host:8222", "host:8222"),
    ])
    func `a page is named without user, password and query`(url: String, place: String) {
        #expect(Monitor.place(of: url) == place)
    }

    @Test func `a page that gives no answer is asked once`() async throws {
        let server = try NATSServer()
        let page = try HTTPStandIn(before: server.monitoringPort)
        page.misbehave(.hanging, times: 100) { _ in true }
        let began = ContinuousClock.now
        let examination = await
            (try health("role: leaf", server.url, monitoring: "http://127.0.0.1:\(page.port)?a=marzipan"))
            .examine(timeout: .seconds(8))
        #expect(examination.outcome("messaging.monitoring")?.failureClass == "no_reply")
        #expect(examination.outcome("messaging.slow-consumers")?.status == .skipped)
        #expect(examination.outcome("messaging.account")?.status == .pass)
        #expect(page.requests.count == 1)
        #expect(ContinuousClock.now - began < .seconds(60))
        #expect(!"\(examination)".contains("marzipan"))
        keep(page)
    }

    @Test func `a page without an end is no page`() async throws {
        let server = try NATSServer()
        let endless = try Listener(.answering("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 9 << 20)))
        let url = "http://127.0.0.1:\(endless.port)"
        let outcome = await (try health("{}", server.url, monitoring: url)).examine().outcome("messaging.monitoring")
        #expect(outcome?.failureClass == "broken_answer")
        #expect(outcome?.summary == "What answers at \(url) says far more than a monitoring page.")
        keep(endless)
    }
}
