import FoundationEssentials
import TestSupport
import Testing

@testable import Kustomize

/// Trees made by chance, built by kustomize and by us: the same objects, or a refusal by both.
///
/// `IHCTL_KUSTOMIZE_TREES` and `IHCTL_KUSTOMIZE_SEED` make the run longer and another one.
@Suite(.enabled(if: Peer.isInstalled, "no kubectl with kustomize 5"), .timeLimit(.minutes(30)))
struct DifferentialTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test func `random trees give what kustomize gives`() throws {
        let count = Self.setting("IHCTL_KUSTOMIZE_TREES") ?? 25
        let first = Self.setting("IHCTL_KUSTOMIZE_SEED") ?? 1
        var built = 0
        for seed in first..<first + count {
            let scratch = Scratch("kustomize")
            for (name, text) in RandomTree(seed: seed).files { try scratch.write(text, to: name) }
            let folder = scratch.file("top")
            var refusal = ""
            let theirs = try Peer.build(folder, refusal: &refusal)
            let ours = Result {
                try Kustomize.build(folder, in: LocalFiles(within: scratch.path), options: .init(compat: true))
            }
            switch (ours, theirs) {
            case (.success(let output), let text?):
                built += 1
                try Differing.expect(
                    output.objects.map(\.node),
                    are: try Differing.objects(in: text),
                    in: "seed \(seed)"
                )
            case (.failure, nil): continue
            // kustomize compares names whenever a patch with a target was applied, we at the end, behind the hashes.
            case (.success, nil) where refusal.contains("already registered id"): continue
            case (.success, nil): Issue.record("seed \(seed): kustomize refuses what we build: \(refusal)")
            case (.failure(let error), .some): Issue.record("seed \(seed): \(error)")
            }
        }
        #expect(built > count / 4, "only \(built) of \(count) trees could be built")
    }
}
