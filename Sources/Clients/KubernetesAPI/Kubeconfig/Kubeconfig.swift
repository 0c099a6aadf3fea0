/// All files of a kubeconfig as one, as kubectl reads them: the first file that says something is the one that counts.
package struct Kubeconfig: Sendable {
    /// Whose words counted, in their order; files of a list that are not there are left out.
    package internal(set) var files: [String] = []
    package internal(set) var currentContext: String?
    var contexts: [String: Entry] = [:]
    var clusters: [String: Entry] = [:]
    var users: [String: Entry] = [:]

    package var contextNames: [String] { contexts.keys.sorted() }

    package init(_ places: KubeconfigPlaces, environment: [String: String]) throws(KubeconfigError) {
        let paths = places.paths(in: environment)
        for path in paths {
            let bytes: [UInt8]
            do throws(FileFailure) {
                bytes = try wholeFile(path)
            } catch {
                if error.isAbsence { continue }
                throw KubeconfigError(
                    error.isTooLarge ? .tooLarge(limit: largestFile) : .unreadable(errno: error.code),
                    file: path
                )
            }
            try add(KubeconfigFile(bytes, path: path))
            files.append(path)
        }
        if files.isEmpty { throw KubeconfigError(.noFile(looked: paths)) }
    }

    /// What is written in one file alone.
    init(_ text: String, file: String) throws(KubeconfigError) {
        try add(KubeconfigFile(Array(text.utf8), path: file))
        files = [file]
    }

    private mutating func add(_ file: KubeconfigFile) {
        currentContext = currentContext ?? file.currentContext
        contexts.merge(file.contexts) { first, _ in first }
        clusters.merge(file.clusters) { first, _ in first }
        users.merge(file.users) { first, _ in first }
    }

    /// The way to the cluster of a context, the current one where none is named.
    ///
    /// The files it names (authority, certificate, key) are read here; a token's file is read whenever it is needed.
    package func access(context wanted: String? = nil) throws(KubeconfigError) -> KubernetesAccess {
        let file = files.first
        guard let name = wanted ?? currentContext else {
            throw KubeconfigError(.noCurrentContext(known: contextNames), file: file)
        }
        guard let context = contexts[name] else {
            throw KubeconfigError(.unknownContext(name, known: contextNames), file: file)
        }
        let clusterName = try context.text("cluster") ?? ""
        guard let cluster = clusters[clusterName] else {
            let kind = KubeconfigError.Kind.unknownCluster(clusterName, context: name, known: clusters.keys.sorted())
            throw context.error(kind, at: "cluster")
        }
        var access = try KubernetesAccess(cluster: cluster, named: clusterName)
        access.context = name
        access.namespace = try context.text("namespace")
        // A context may do without a user: what is open to everybody is.
        let userName = try context.text("user") ?? ""
        if let user = users[userName] {
            try access.take(user)
        } else if !userName.isEmpty {
            throw context.error(.unknownUser(userName, context: name, known: users.keys.sorted()), at: "user")
        }
        access.user = userName.isEmpty ? nil : userName
        return access
    }
}
