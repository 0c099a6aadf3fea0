internal import Words

/// A guess what a kind that nobody knows was meant to be.
struct UnknownKind {
    private let name: KindName
    private let known: [KindName]

    init(_ name: KindName, version: KubernetesVersion) {
        self.name = name
        known = [CompactText.kubernetes, .written].flatMap { text in
            text.kinds.filter { $0.value.span.contains(version) }.map(\.key)
        }.sorted()
    }

    var hint: String {
        let sameKind = known.filter { $0.kind == name.kind }
        if !sameKind.isEmpty {
            return "\(name.kind) is of \(sameKind.map(\.apiVersion).joined(separator: ", "))"
        }
        let nearby = known.filter { $0.apiVersion == name.apiVersion }.map(\.kind)
        if let near = NearestName.to(name.kind, among: nearby) { return "did you mean \(near)?" }
        if let near = NearestName.to(name.kind, among: known.map(\.kind)),
            let home = known.first(where: { $0.kind == near })
        {
            return "did you mean \(near) of \(home.apiVersion)?"
        }
        return "give its schema in a folder, or name it among the kinds that need none"
    }
}
