internal import Kustomize
internal import Manifests
internal import Reports
internal import Words

/// Input that nothing can be rendered of: all that is wrong with it, to be told at once.
struct Unrenderable: Error {
    let findings: [Finding]
}

extension Context {
    /// Runs what renders; where the input is at fault, that is the answer, and nothing else is written.
    /// - Parameter closing: what the counts of the findings are followed by; without it the findings stand alone.
    func rendering(
        _ command: String,
        closing: String? = "nothing rendered",
        _ work: () async throws -> ExitStatus,
    ) async throws -> ExitStatus {
        let findings: [Finding]
        do {
            return try await work()
        } catch let failure as Unrenderable {
            findings = failure.findings
        } catch let failure as ManifestFailure {
            findings = failure.findings
        } catch let error as KustomizeError {
            findings = [error.finding(showing: shown)]
        }
        let last = closing.map { [.blank, .paragraph(findings.counts.closing(about: $0))] } ?? [Block]()
        return console.write(
            report(
                command,
                outcome: .problems,
                exitStatus: .usage,
                findings: findings,
                body: findings.blocks + last
            ),
            as: format
        )
    }
}
