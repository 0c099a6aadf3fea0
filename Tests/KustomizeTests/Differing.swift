import Testing
import YAML

@testable import Kustomize

/// Compares streams of objects by what they mean, in their order.
enum Differing {
    static func objects(in text: String) throws -> [YAML.Node] {
        try YAML.parseAll(text).filter { !$0.isEmpty }.map(\.root)
    }

    static func expect(
        _ made: [YAML.Node],
        are wanted: [YAML.Node],
        in name: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let problem = first(made, wanted)
        #expect(problem == nil, "\(name): \(problem ?? "")", sourceLocation: location)
    }

    /// Where two streams first differ, nil where they do not.
    static func first(_ made: [YAML.Node], _ wanted: [YAML.Node]) -> String? {
        guard made.map(name) == wanted.map(name) else {
            return "objects \(made.map(name)), expected \(wanted.map(name))"
        }
        for (mine, theirs) in zip(made, wanted) {
            if let path = difference(mine, theirs, "") { return "\(name(mine))\(path)" }
        }
        return nil
    }

    private static func name(_ node: YAML.Node) -> String {
        let metadata = node["metadata"]
        let words = [node["kind"], metadata?["namespace"], metadata?["name"]]
        return words.map { $0?.scalar?.text ?? "" }.joined(separator: "/")
    }

    private static func difference(_ mine: YAML.Node, _ theirs: YAML.Node, _ path: String) -> String? {
        if let one = mine.mapping, let other = theirs.mapping {
            guard Set(one.names) == Set(other.names) else {
                return "\(path): keys \(one.names), expected \(other.names)"
            }
            for entry in one {
                guard let value = other[entry.name] else { continue }
                if let found = difference(entry.value, value, "\(path).\(entry.name)") { return found }
            }
            return nil
        }
        if let one = mine.sequence, let other = theirs.sequence {
            guard one.count == other.count else { return "\(path): \(one.count) items, expected \(other.count)" }
            for (position, pair) in zip(one, other).enumerated() {
                if let found = difference(pair.0, pair.1, "\(path)[\(position)]") { return found }
            }
            return nil
        }
        return mine.meansSame(as: theirs) ? nil : "\(path): \(mine.inWords), expected \(theirs.inWords)"
    }
}
