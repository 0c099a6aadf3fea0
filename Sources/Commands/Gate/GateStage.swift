internal import CommandLineKit
internal import Gate
internal import Words

/// When the gate is asked, which decides what can be known.
enum GateStage: String, Sendable, Hashable, CaseIterable {
    /// In a pull request: files alone, of every environment; no service, no secret.
    case preMerge = "pre-merge"
    /// Before an environment is changed: its files, and everything that it depends on.
    case preDeploy = "pre-deploy"

    var summary: String {
        switch self {
        case .preMerge: "files alone, of every environment; no service and no secret"
        case .preDeploy: "one environment's files and everything that it depends on"
        }
    }
}

/// What a line chooses of the parts.
struct GateSelection {
    let parts: [GatePart]
    /// By name, and why.
    let skipped: [String: String]

    func asks(_ name: GatePartName) -> Bool {
        parts.contains { $0.name == name.rawValue } && skipped[name.rawValue] == nil
    }

    init(of all: [GatePart], at stage: GateStage, only: [String], skip: [String]) throws {
        for (option, words) in [("--only", only), ("--skip", skip)] {
            for word in words where !all.contains(where: { $0.isMeant(by: word) }) {
                let heads = all.compactMap { $0.name.split(separator: ".").first.map(String.init) }
                let near = NearestName.to(word, among: all.map(\.name) + heads)
                throw UsageError(
                    "\(option): no part of the gate is called \(JSONValue.quoted(word))",
                    hint: near.map { "did you mean \($0)?" } ?? "they are: \(all.map(\.name).joined(separator: ", "))"
                )
            }
        }
        let fitting = all.filter { stage == .preDeploy || !$0.isLive }
        for word in only where !fitting.contains(where: { $0.isMeant(by: word) }) {
            throw UsageError(
                "--only: \(word) asks live services, which \(stage.rawValue) does not",
                hint: "--stage \(GateStage.preDeploy.rawValue)"
            )
        }
        parts = only.isEmpty ? fitting : fitting.filter { part in only.contains(where: part.isMeant) }
        let left = parts.filter { part in skip.contains(where: part.isMeant) }
        skipped = Dictionary(left.map { ($0.name, "left out with --skip") }) { first, _ in first }
    }
}
