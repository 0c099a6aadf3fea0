/// Where kubeconfigs are looked for.
package enum KubeconfigPlaces: Sendable, Hashable {
    /// This file and no other.
    case file(String)
    /// The list in `KUBECONFIG`, else `~/.kube/config`.
    case usual

    /// The files in the order in which their words count, each once.
    func paths(in environment: [String: String]) -> [String] {
        switch self {
        case .file(let path): return [path]
        case .usual: break
        }
        if let list = environment["KUBECONFIG"], !list.isEmpty {
            var seen: Set<String> = []
            return list.split(separator: ":").map(String.init).filter { seen.insert($0).inserted }
        }
        return ["\(environment["HOME"] ?? "")/.kube/config"]
    }
}

/// The folder a file lies in; what it names is relative to it.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

func resolved(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
}
