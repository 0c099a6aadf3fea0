internal import CommandLineKit
internal import Deadlines
internal import Kustomize
internal import Manifests
internal import Migrations
internal import Platform
internal import Words

extension GateDesk {
    /// Work that asks nobody and never waits: on a thread of its own, so that it keeps no other part waiting, nor the clock that ends it.
    func aside(_ name: GatePartName, _ work: @escaping @Sendable () throws -> Diagnosis) async throws -> Diagnosis {
        try await onOwnThread("gate.\(name.rawValue)") { _ in try work() }
    }

    /// What the floors below throw: a no where it is the files that are wrong, a doubt where something was out of reach.
    func told(_ name: GatePartName, _ look: () async throws -> Diagnosis) async throws -> Diagnosis {
        do {
            return try await look()
        } catch let failure as LoadFailure {
            return .found(failure.findings)
        } catch let failure as Unrenderable {
            return .found(failure.findings)
        } catch let failure as ManifestFailure {
            return .found(failure.findings)
        } catch let failure as KustomizeError {
            return .found(failure.finding(showing: context.shown))
        } catch let failure as ReferenceFailure {
            return .unknown(
                Finding(
                    "config.unresolved",
                    .error,
                    "\(failure)",
                    evidence: [.fact("from", "\(failure.origin)")],
                    remedies: [.hint("set it here, or leave the part out with --skip")],
                    failureClass: .config,
                    topic: "config.unresolved"
                )
            )
        } catch let failure as CommandFailure {
            return .unknown(.untold(name, failure.message, failure.hint))
        } catch let failure as UsageError {
            return .unknown(.untold(name, failure.text, failure.hint))
        } catch {
            guard let trouble = Trouble(error) else { throw error }
            let isAnswer = trouble.status == .negative || trouble.status == .usage
            return Diagnosis(isAnswer ? .known : .unknown, findings: trouble.findings)
        }
    }
}

extension Finding {
    fileprivate static func untold(_ name: GatePartName, _ message: String, _ hint: String?) -> Finding {
        Finding(
            "gate.could-not-tell",
            .error,
            subject: name.rawValue,
            message,
            remedies: [.hint(hint ?? "leave the part out knowingly: --skip \(name.rawValue)")],
            topic: "gate.could-not-tell"
        )
    }
}
