internal import Kustomize
package import Words
internal import YAML

extension SchemaFault {
    /// The same as every judging verb says it.
    /// - Parameter subject: what the object is called, as `Deployment/web`.
    package func finding(subject: String) -> Finding {
        Finding(
            id,
            isWarning ? .warning : .error,
            subject: subject,
            message,
            remedies: hints.map { .hint($0) },
            place: Place(place),
            topic: id,
            data: ["path": .string(path.description), "kubernetes_version": .string(version.description)],
        )
    }

    package var id: String {
        switch kind {
        case .unknownField: "schema.unknown-field"
        case .wrongType: "schema.wrong-type"
        case .missingField: "schema.missing-field"
        case .badValue, .conflict: "schema.bad-value"
        case .unknownKind, .otherVersions: "schema.unknown-kind"
        case .removed: "schema.removed-api"
        case .deprecated: "schema.deprecated-api"
        case .unusableSchema, .tooLarge: "schema.unusable-schema"
        }
    }

    /// One line, the path first; without the object's name and place.
    package var message: String {
        let whole = path.steps.isEmpty ? "the object" : path.description
        return switch kind {
        case .unknownField(_, _, _, nil): "\(whole) is no field that \(objectKind) has"
        case .unknownField(_, _, _, let others?):
            "\(whole) is there \(others), and the cluster has Kubernetes \(version)"
        case .wrongType(let expected, let found, _): "\(whole) must be \(expected), found \(found)"
        case .missingField(let names) where names.count == 1: "\(whole) is missing"
        case .missingField(let names): "\(whole) has none of \(names.joined(separator: ", "))"
        case .badValue(let expected, let found, _): "\(whole) must be \(expected), found \(found)"
        case .conflict(let problem): "\(whole) \(problem)"
        case .unknownKind: "nothing is known of \(objectKind) of \(apiVersion)"
        case .otherVersions(let others):
            "\(objectKind) of \(apiVersion) is there \(others), and the cluster has Kubernetes \(version)"
        case .removed(let removed, _):
            "\(objectKind) of \(apiVersion) is gone since Kubernetes 1.\(removed), and the cluster has \(version)"
        case .deprecated(nil, let removed, _):
            "\(objectKind) of \(apiVersion) goes with a later Kubernetes\(removed.map { ", 1.\($0)" } ?? "")"
        case .deprecated(let since?, let removed, _):
            "\(objectKind) of \(apiVersion) is deprecated since Kubernetes 1.\(since)"
                + (removed.map { " and goes with 1.\($0)" } ?? "")
        case .unusableSchema(let file, let reason): "the schema \(file) cannot be used: \(reason)"
        case .tooLarge(let problem): "\(whole) was not looked at further: \(problem)"
        }
    }

    private var hints: [String] {
        switch kind {
        case .unknownField(nil, let known, [], nil): [Self.listing(known)]
        case .unknownField(let near, _, let homes, nil):
            (near.map { ["did you mean \($0)?"] } ?? [])
                + (homes.isEmpty ? [] : ["it belongs to \(homes.joined(separator: ", "))"])
        case .wrongType(_, _, let hint?): [hint]
        case .badValue(_, _, let near?): ["did you mean \(near)?"]
        case .unknownKind(let hint): [hint]
        case .removed(_, let instead), .deprecated(_, _, let instead):
            instead.map { ["write \($0)"] } ?? ["nothing has taken its place"]
        default: []
        }
    }

    private static func listing(_ known: [String]) -> String {
        guard !known.isEmpty else { return "no field may stand there" }
        let shown = known.prefix(10).joined(separator: ", ")
        return "known there: \(shown)\(known.count > 10 ? " and \(known.count - 10) more" : "")"
    }
}
