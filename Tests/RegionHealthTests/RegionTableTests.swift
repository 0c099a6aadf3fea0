import Testing
import Words

@testable import RegionHealth

@Suite struct RegionTableTests {
    private func outcome(
        _ region: String,
        _ id: String,
        _ status: CheckOutcome.Status,
        _ failure: FailureClass = .missing
    )
        -> CheckOutcome
    {
        let kind = CheckKind(id, "it holds")
        let target = Address(region, kind.component, "thing")
        let finding = Finding(kind, at: target, failure, "it does not")
        return CheckOutcome(kind, of: target, status, findings: status == .pass ? [] : [finding])
    }

    private func table(_ outcomes: CheckOutcome...) -> RegionTable {
        RegionTable(of: outcomes, regions: ["fr-par", "nl-ams", "pl-waw"])
    }

    private let here = Address("regions")

    @Test func `Regions that are alike have nothing to say`() {
        let table = table(outcome("fr-par", "storage.bucket", .pass), outcome("nl-ams", "storage.bucket", .pass))
        #expect(table.drift(at: here).findings.isEmpty)
        #expect(table.failover(from: "fr-par", at: here).findings.isEmpty)
    }

    @Test func `A bucket that one region lacks is told with a table`() {
        let found = table(
            outcome("fr-par", "storage.bucket", .pass),
            outcome("nl-ams", "storage.bucket", .fail),
            outcome("pl-waw", "storage.bucket", .pass)
        ).drift(at: here).findings
        #expect(found.map(\.failureClass) == ["drift"])
        #expect(
            found.first?.evidence.first == .fact("storage.bucket storage/thing", "fr-par ok, nl-ams missing, pl-waw ok")
        )
    }

    @Test func `Broken everywhere alike is no drift`() {
        let table = table(outcome("fr-par", "storage.bucket", .fail), outcome("nl-ams", "storage.bucket", .fail))
        #expect(table.drift(at: here).findings.isEmpty)
    }

    @Test func `With no other region well there is nowhere to go`() {
        let found = table(
            outcome("fr-par", "storage.connect", .pass),
            outcome("nl-ams", "storage.connect", .fail, .refused)
        ).failover(from: "fr-par", at: here).findings
        #expect(found.map(\.failureClass) == ["redundancy"])
    }

    @Test func `One region alone is compared with none`() {
        let table = table(outcome("fr-par", "storage.connect", .pass))
        #expect(table.drift(at: here).standing != .known)
        #expect(table.failover(from: "fr-par", at: here).standing != .known)
    }
}
