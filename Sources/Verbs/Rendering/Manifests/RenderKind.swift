internal import Platform
package import PlatformValues

/// What there is to render: where its templates stand, and where what they make goes.
package enum RenderKind: String, Sendable, Hashable, CaseIterable {
    case kubernetes = "k8s"
    case compose, ci, monitoring, docker

    /// Below the templates.
    package var folder: String { rawValue }

    /// One set for the whole project; of the others each environment has its own.
    package var isOfProject: Bool { self == .ci }

    /// Where the output stands in `manifests/rendered`: the tree of the cluster holds all environments itself.
    package func place(in environment: String?) -> String {
        switch self {
        case .kubernetes, .ci: rawValue
        default: environment.map { "\($0)/\(rawValue)" } ?? rawValue
        }
    }

    /// Whether an environment has something of this kind.
    package func isWanted(by cell: ValuesMatrix.Cell) -> Bool {
        switch self {
        case .kubernetes: cell.platform.kubernetes != nil
        case .compose: cell.platform.compose != nil
        case .monitoring: cell.platform.telemetry != nil
        case .docker: cell.platform.agent != nil
        case .ci: true
        }
    }

    package var summary: String {
        switch self {
        case .kubernetes: "the cluster's objects, as a Kustomize tree"
        case .compose: "the stack for Docker Compose"
        case .ci: "the workflows of the repository"
        case .monitoring: "Prometheus, Alertmanager and dashboards"
        case .docker: "the images' Dockerfiles"
        }
    }
}
