package import YAML

/// Why a tree cannot be built, and where the reason stands.
package struct KustomizeError: Error, Hashable, Sendable {
    package var kind: Kind
    package var place: YAML.Place

    package init(_ kind: Kind, at place: YAML.Place) {
        self.kind = kind
        self.place = place
    }

    package enum Kind: Hashable, Sendable {
        // Files.
        case missing(String)
        case notUTF8(String)
        case unreadable(String, reason: String)
        case outsideRoot(String, root: String)
        case absolute(String)
        case remote(String)
        case noKustomization(String)
        case severalKustomizations(String, [String])
        case emptyKustomization
        case cycle([String])
        case tooMuch(String, limit: Int)

        // The kustomization.
        case yaml(YAMLError.Kind)
        case unknownField(String, nearest: String?)
        case unsupported(String, instead: String)
        case repeated(String, first: YAML.Place)
        case mismatch(String, expected: String, found: String)
        case wrongKind(expected: String, found: String)
        case invalid(String)

        // Objects.
        case incomplete(missing: String)
        case duplicate(String, first: YAML.Place)
        case conflict(String)

        // Generators.
        case badSource(String, reason: String)
        case badKey(String)
        case repeatedKey(String, of: String)
        case nothingToMerge(String)
        case exists(String, behavior: String)

        // Patches, selectors, replacements.
        case neitherPatch
        case noTarget
        case noMatch(String)
        case ambiguous(String, count: Int)
        case patch(object: String, path: String, reason: String)
        case badPattern(String, reason: String)
        case field(String, of: String, reason: String)
        case manyReferrals(String, candidates: [String])
    }
}

extension KustomizeError: CustomStringConvertible {
    package var description: String { "\(place): \(problem)" }

    /// What is wrong, without the place; a text of the tree in it that is very long is cut in its middle.
    package var problem: String { YAML.shortened(told) }

    private var told: String {
        switch kind {
        case .missing(let path): "there is no \(path)"
        case .notUTF8(let path): "\(path) is not UTF-8"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .outsideRoot(let path, let root):
            "\(path) is not in or below \(root): a kustomization reads its own folder alone"
        case .absolute(let path): "the folder \(path) cannot be absolute"
        case .remote(let address): "\(address) is remote: a build reads local files alone, so vendor it"
        case .noKustomization(let folder): "there is no kustomization.yaml in \(folder)"
        case .severalKustomizations(let folder, let names):
            "\(folder) holds several of them: \(names.joined(separator: ", "))"
        case .emptyKustomization: "the kustomization is empty"
        case .cycle(let folders): "the folders draw in one another: \(folders.joined(separator: " → "))"
        case .tooMuch(let what, let limit): "more than \(limit) \(what)"
        case .yaml(let kind): YAMLError(kind, at: .nowhere).problem
        case .unknownField(let name, let nearest):
            "the field \"\(name)\" is unknown" + (nearest.map { ", did you mean \"\($0)\"?" } ?? "")
        case .unsupported(let what, let instead): "\(what) is not supported: \(instead)"
        case .repeated(let name, let first):
            "the field \"\(name)\" stands here for the second time, the first is at \(first.line):\(first.column)"
        case .mismatch(let field, let expected, let found): "\(field): expected \(expected), found \(found)"
        case .wrongKind(let expected, let found): "expected \(expected), found \(found)"
        case .invalid(let reason): reason
        case .incomplete(let missing): "the object has no \(missing)"
        case .duplicate(let id, let first): "\(id) stands here for the second time, the first is at \(first)"
        case .conflict(let id): "the namespace makes two objects one: \(id)"
        case .badSource(let source, let reason): "\"\(source)\": \(reason)"
        case .badKey(let key): "\"\(key)\" cannot be a key: letters, digits, \"-\", \"_\" and \".\" are allowed"
        case .repeatedKey(let key, let name): "the key \"\(key)\" stands twice in \(name)"
        case .nothingToMerge(let id): "\(id) does not exist, so it cannot be merged or replaced"
        case .exists(let id, let behavior):
            "\(id) exists already, and the behavior is \(behavior): merge or replace is needed"
        case .neitherPatch: "this is neither a strategic merge patch nor a JSON patch"
        case .noTarget: "a JSON patch needs a target"
        case .noMatch(let what): "nothing matches \(what)"
        case .ambiguous(let what, let count): "\(count) objects match \(what), only one is expected"
        case .patch(let object, let path, let reason):
            "cannot patch \(object): \(path.isEmpty ? "" : "\(path): ")\(reason)"
        case .badPattern(let pattern, let reason): "the pattern \"\(pattern)\": \(reason)"
        case .field(let path, let object, let reason): "\(object): \(path): \(reason)"
        case .manyReferrals(let name, let candidates):
            "the name \"\(name)\" may mean several objects: \(candidates.joined(separator: ", "))"
        }
    }
}

extension KustomizeError {
    init(_ error: YAMLError) {
        self.init(.yaml(error.kind), at: error.place)
    }
}
