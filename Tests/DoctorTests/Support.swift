import Deadlines
import Doctor
import Words

/// A check of a made-up dependency.
func check(
    _ id: String,
    of target: Address = Address("local", "thing"),
    requires: [String] = [],
    tags: [String] = [],
    timeout: Duration? = nil,
    _ examine: @escaping @Sendable (Deadline) async throws -> Diagnosis = { _ in .healthy() },
) -> Check {
    Check(CheckKind(id, "it holds", requires: requires, tags: tags), of: target, timeout: timeout, examine)
}

func finding(_ id: String, _ severity: Finding.Severity = .error, _ kind: FailureClass = .missing) -> Finding {
    Finding(CheckKind(id, "it holds"), severity, at: Address("local", "thing"), kind, "it does not")
}

extension Doctor {
    init(_ checks: [Check], parallelism: Int = 8, finish: @escaping @Sendable () async -> Void = {}) {
        self.init(
            [Checkup(of: Address("local", "thing"), parallelism: parallelism, checks, finish: finish)],
            timeout: .seconds(20)
        )
    }

    func examine(only: [String] = [], skip: [Selection.Skip] = []) async -> Examination {
        await examine(Selection(only: only, skip: skip), by: .after(.seconds(60)))
    }
}

extension Examination {
    subscript(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }
}
