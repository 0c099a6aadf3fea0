import FoundationEssentials
import TestSupport

/// What `ihctl gate --format json` says, as far as its tests look.
struct GateReport: Decodable {
    struct Part: Decodable {
        let name, status: String
        let reason: String?
    }
    struct Reason: Decodable {
        struct Place: Decodable {
            let file: String
            let line: Int
        }
        let id, severity, message: String
        let subject: String?
        let place: Place?
        let parts: [String]
        let remedies: [[String: String]]
    }
    let schema, stage, verdict, outcome: String
    let exit_code: Int
    let environments: [String]
    let parts: [Part]
    let reasons: [Reason]

    func names(_ status: String) -> [String] { parts.filter { $0.status == status }.map(\.name) }

    func reason(_ id: String) -> Reason? { reasons.first { $0.id == id } }

    /// The line of the first reason, for the message of a test that failed.
    var told: String {
        reasons.prefix(5).map { "\($0.id) \($0.subject ?? "") \($0.message) \($0.place?.file ?? "")" }
            .joined(separator: "\n")
    }
}

extension Checkout {
    /// A copy of this repository's own manifests and templates.
    static func ofThisProject(_ label: String) async throws -> Checkout {
        let checkout = Checkout(label)
        for folder in ["manifests", "templates"] {
            try require(await checkout.line(["cp", "-rL", "\(projectRoot)/\(folder)", "."]))
        }
        return checkout
    }

    func gate(_ arguments: String..., environment: [String: String] = [:]) async throws -> GateReport {
        let line = [Checkout.program, "gate", "--format", "json"] + arguments
        let told = try await self.line(line, environment: environment, limit: 300)
        let report = try JSONDecoder().decode(GateReport.self, from: Data(told.output.utf8))
        guard report.exit_code == Int(told.status) else { throw Unlike(status: told.status, report: report.exit_code) }
        return report
    }

    struct Unlike: Error {
        let status: Int32
        let report: Int
    }

    func replace(_ old: String, with new: String, in file: String) throws {
        let text = try scratch.read(file)
        guard text.contains(old) else { throw Missing(text: old, file: file) }
        _ = try scratch.write(text.replacing(old, with: new), to: file)
    }

    struct Missing: Error {
        let text, file: String
    }
}
