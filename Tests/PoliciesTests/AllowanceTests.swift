import Policies
import Testing
import Words

@Suite struct AllowanceTests {
    private func judged(_ annotation: String, template: String = "{}", today: String = "2026-11-21") throws
        -> PolicyVerdict
    {
        let text = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: agent, namespace: hop, annotations: \(annotation)}
            spec:
              template:
                metadata: {annotations: \(template)}
                spec:
                  containers:
                    - {name: agent, ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 81}]}
            """
        let objects = try Fixture.objects(text)
        return PolicyInput(objects: objects, today: try #require(Day(today))).judged()
    }

    private func hostPorts(_ verdict: PolicyVerdict) -> [PolicyFault] {
        verdict.faults.filter { $0.policy.id == "host-port" }
    }

    @Test func `an annotation allows every fault of its policy on the object, and says why`() throws {
        let verdict = try judged(#"{ihctl.dev/allow-host-port: "an exporter; listens; until 2027-03-01"}"#)
        #expect(
            hostPorts(verdict).map(\.allowedBecause)
                == Array(repeating: "an exporter; listens (until 2027-03-01)", count: 2)
        )
        #expect(hostPorts(verdict).allSatisfy { $0.finding.suppression != nil })
        #expect(verdict.faults.contains { $0.policy.id == "no-cpu-request" && !$0.isAllowed })
        #expect(verdict.faults.allSatisfy { $0.policy.subject != .allowances })
    }

    @Test func `it may stand on the pod template`() throws {
        let verdict = try judged("{}", template: #"{ihctl.dev/allow-host-port: "an exporter; until 2027-03-01"}"#)
        #expect(hostPorts(verdict).allSatisfy { $0.isAllowed })
    }

    @Test func `on its last day it still holds, the day after it does not`() throws {
        let annotation = #"{ihctl.dev/allow-host-port: "an exporter; until 2026-11-21"}"#
        #expect(hostPorts(try judged(annotation)).allSatisfy { $0.isAllowed })
        let late = try judged(annotation, today: "2026-11-22")
        #expect(hostPorts(late).allSatisfy { !$0.isAllowed })
        #expect(late.faults.contains { $0.policy.id == "allowance-expired" && $0.severity == .error })
    }

    @Test(arguments: [
        "", "an exporter", "an exporter; until", "until 2027-03-01", "; until 2027-03-01", "x until 2027-03-01",
        "an exporter; until 2027-3-1", "an exporter; until 2027-02-29", "12; until 2027-03-01",
        "an exporter; until 2027-03-01 or so",
    ])
    func `without a reason or a day it allows nothing`(text: String) throws {
        let verdict = try judged("{ihctl.dev/allow-host-port: \"\(text)\"}")
        #expect(hostPorts(verdict).allSatisfy { !$0.isAllowed } && hostPorts(verdict).count == 2)
        #expect(verdict.faults.count { $0.policy.id == "allowance-malformed" } == 1)
    }

    @Test func `a slip in the policy's name is guessed`() throws {
        let verdict = try judged(#"{ihctl.dev/allow-host-prot: "an exporter; until 2027-03-01"}"#)
        let fault = try #require(verdict.faults.first { $0.policy.id == "allowance-malformed" })
        #expect(fault.example.contains("ihctl.dev/allow-host-port"))
    }

    @Test func `it cannot allow what is wrong with itself`() throws {
        let verdict = try judged(#"{ihctl.dev/allow-allowance-unused: "a reason; until 2027-03-01"}"#)
        #expect(verdict.faults.contains { $0.policy.id == "allowance-malformed" })
    }

    @Test func `one for a note that nobody asked for is not called unused`() throws {
        let verdict = try judged(#"{ihctl.dev/allow-no-cpu-limit: "bursts; until 2027-03-01"}"#)
        #expect(verdict.faults.allSatisfy { $0.policy.id != "allowance-unused" })
    }
}
