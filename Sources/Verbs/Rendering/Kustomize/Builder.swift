internal import YAML

/// Builds folder upon folder, each into the objects of the one that draws it in.
struct Builder<Files: FileTree> {
    let files: Files
    let options: Kustomize.Options
    private(set) var warnings: [Kustomize.Warning] = []
    private var foldersBuilt = 0
    private let bytesRead = Meter()
    private var spareNodes: Int

    init(files: Files, options: Kustomize.Options) {
        self.files = files
        self.options = options
        spareNodes = options.limits.nodes
    }

    mutating func output(of folder: String) throws(KustomizeError) -> Kustomize.Output {
        let nowhere = YAML.Place(file: folder)
        let root = try access(Placed(value: folder, place: nowhere), in: "/")
        guard files.kind(of: root) == .folder else { throw KustomizeError(.missing(folder), at: nowhere) }
        var set = ResourceSet()
        let kustomization = try accumulate(root, within: [], at: nowhere, asComponent: false, into: &set)
        try HashSuffix.append(to: &set)
        try NameReferences.mend(&set)
        set.filter { resource in
            let local = resource.node["metadata"]?["annotations"]?["config.kubernetes.io/local-config"]
            return local.map { $0.plainText == "false" } ?? true
        }
        if kustomization.order?.isLegacy != false {
            let order = LegacyOrder(kustomization.order)
            set.sort(order.sorted)
        }
        if kustomization.isManagedByLabelled {
            let label = Pair(key: "app.kubernetes.io/managed-by", value: options.compat ? "kustomize-(devel)" : "ihctl")
            try Labelling.write([label], into: [LabelFields.metadata], of: &set)
        }
        if let (first, second) = set.firstDuplicate() {
            throw KustomizeError(.duplicate(second.identity.text, first: first.place), at: second.place)
        }
        var objects: [Kustomize.Object] = []
        objects.reserveCapacity(set.count)
        // One at a time, so that no tree is held twice.
        set.drain { objects.append(object(&$0)) }
        return Kustomize.Output(objects: objects, warnings: warnings)
    }

    private func object(_ resource: inout Resource) -> Kustomize.Object {
        var node: YAML.Node = []
        swap(&node, &resource.node)
        if let changed = Annotations(options: options).asTexts(node) { node = changed }
        KeyOrder.sort(&node)
        return Kustomize.Object(
            node: node,
            place: resource.place,
            apiVersion: resource.identity.type.apiVersion,
            kind: resource.identity.type.kind,
            name: resource.identity.name,
            namespace: resource.identity.namespace
        )
    }

    // MARK: One folder

    /// Adds what a folder's kustomization makes.
    /// - Parameter stack: the folders that draw this one in, the outermost first.
    @discardableResult
    private mutating func accumulate(
        _ folder: String,
        within stack: [String],
        at place: YAML.Place,
        asComponent: Bool,
        into parent: inout ResourceSet
    ) throws(KustomizeError) -> Kustomization {
        // One that holds a folder on the way here holds it among its own parts: to kustomize that is a cycle too.
        if let start = stack.firstIndex(where: { Path.isWithin($0, folder) }) {
            throw KustomizeError(.cycle(Array(stack[start...]) + [folder]), at: place)
        }
        foldersBuilt += 1
        guard foldersBuilt <= options.limits.folders else {
            throw KustomizeError(.tooMuch("folders", limit: options.limits.folders), at: place)
        }
        guard stack.count < options.limits.depth else {
            throw KustomizeError(.tooMuch("folders within one another", limit: options.limits.depth), at: place)
        }
        let kustomization = try kustomization(in: folder, at: place)
        guard kustomization.isComponent == asComponent else {
            let (expected, found) = asComponent ? ("Component", "Kustomization") : ("Kustomization", "Component")
            throw KustomizeError(.wrongKind(expected: "a \(expected)", found: "the \(found) \(folder)"), at: place)
        }
        // A component works on its parent's objects, any other folder on its own.
        var set = ResourceSet()
        if asComponent { swap(&set, &parent) }
        defer { if asComponent { swap(&set, &parent) } }
        let inner = stack + [folder]
        for entry in kustomization.resources { try add(entry, of: folder, within: inner, to: &set) }
        try generate(kustomization, in: folder, into: &set)
        for entry in kustomization.components {
            let component = try self.folder(entry, from: folder)
            try accumulate(component, within: inner, at: entry.place, asComponent: true, into: &set)
        }
        try transform(&set, by: kustomization, in: folder)
        if stack.isEmpty {
            // Nothing is drawn in here: two objects of one name may still part by their hashes.
            parent = set
        } else if !asComponent {
            try parent.append(contentsOf: set)
        }
        return kustomization
    }

    private mutating func add(
        _ entry: Placed<String>,
        of folder: String,
        within stack: [String],
        to set: inout ResourceSet
    ) throws(KustomizeError) {
        if Self.isRemote(entry.value) { throw KustomizeError(.remote(entry.value), at: entry.place) }
        let path = try access(entry, in: folder)
        switch files.kind(of: path) {
        case .folder:
            try accumulate(
                try self.folder(entry, from: folder),
                within: stack,
                at: entry.place,
                asComponent: false,
                into: &set
            )
        case .file:
            let reader = ResourceReader(options: options)
            try set.append(
                contentsOf: reader.resources(
                    in: try read(entry, in: folder),
                    file: Path.joined(folder, entry.value)
                )
            )
        case nil: throw KustomizeError(.missing(entry.value), at: entry.place)
        }
        guard set.count <= options.limits.resources else {
            throw KustomizeError(.tooMuch("objects", limit: options.limits.resources), at: entry.place)
        }
    }

    private func generate(_ kustomization: Kustomization, in folder: String, into set: inout ResourceSet)
        throws(KustomizeError)
    {
        let generator = Generator(options: options) { path throws(KustomizeError) in try read(path, in: folder) }
        for rule in kustomization.configMaps + kustomization.secrets {
            try Generator.add(try generator.resource(rule), rule, to: &set)
        }
    }

    private mutating func transform(
        _ set: inout ResourceSet,
        by kustomization: Kustomization,
        in folder: String
    ) throws(KustomizeError) {
        let (files, options) = (files, options)
        let bytesRead = bytesRead
        let patches = PatchApplication(options: options, file: kustomization.file) { path throws(KustomizeError) in
            try bytesRead.count(Self.read(path, in: folder, of: files), options.limits.bytes, at: path.place)
        }
        for rule in kustomization.patchesStrategicMerge + kustomization.patches {
            if let warning = try patches.apply(rule, to: &set, spare: &spareNodes) { warnings.append(warning) }
        }
        if !kustomization.namespace.isEmpty { try Renaming.move(&set, to: kustomization.namespace) }
        if !kustomization.namePrefix.isEmpty { try Renaming.affix(&set, prefix: kustomization.namePrefix) }
        if !kustomization.nameSuffix.isEmpty { try Renaming.affix(&set, suffix: kustomization.nameSuffix) }
        for rule in kustomization.labels { try Labelling.label(&set, by: rule) }
        try Labelling.write(kustomization.commonLabels, into: LabelFields.selectors, of: &set)
        try Labelling.write(kustomization.commonAnnotations, into: LabelFields.annotations, of: &set)
        for rule in kustomization.patchesJson6902 {
            if let warning = try patches.apply(rule, to: &set, spare: &spareNodes) { warnings.append(warning) }
        }
        for rule in kustomization.replicas { try Replicas.apply(rule, to: &set) }
        if !kustomization.images.isEmpty {
            var images = try Images(kustomization.images, options: options)
            try images.apply(to: &set)
            for (position, rule) in kustomization.images.enumerated() where !images.used.contains(position) {
                warnings.append(
                    Kustomize.Warning(text: "no container has the image \"\(rule.name)\"", place: rule.place)
                )
            }
        }
        for rule in kustomization.replacements {
            try Replacements(options: options).apply(rule, to: &set, spare: &spareNodes)
        }
    }

    // MARK: Files

    private func kustomization(in folder: String, at place: YAML.Place) throws(KustomizeError) -> Kustomization {
        let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
        let found = names.filter { files.kind(of: Path.joined(folder, $0)) == .file }
        guard let name = found.first else { throw KustomizeError(.noKustomization(folder), at: place) }
        guard found.count == 1 else { throw KustomizeError(.severalKustomizations(folder, found), at: place) }
        let file = Path.joined(folder, name)
        let bytes = try read(Placed(value: name, place: place), in: folder)
        let document = try parse(bytes, file: file)
        guard !document.isEmpty, !document.root.isNull else {
            throw KustomizeError(.emptyKustomization, at: YAML.Place(file: file, line: 1, column: 1))
        }
        return try KustomizationReader.read(document.root, file: file) { path throws(KustomizeError) in
            try parse(try read(path, in: folder), file: Path.joined(folder, path.value)).root
        }
    }

    private func parse(_ bytes: [UInt8], file: String) throws(KustomizeError) -> YAML.Document {
        do { return try YAML.parse(bytes, file: file) } catch { throw KustomizeError(error) }
    }

    /// A folder that another draws in: it may stand anywhere, but never be named absolutely.
    private func folder(_ entry: Placed<String>, from folder: String) throws(KustomizeError) -> String {
        if Self.isRemote(entry.value) { throw KustomizeError(.remote(entry.value), at: entry.place) }
        guard !entry.value.hasPrefix("/") else { throw KustomizeError(.absolute(entry.value), at: entry.place) }
        let path = try access(entry, in: folder)
        switch files.kind(of: path) {
        case .folder: return path
        case .file: throw KustomizeError(.mismatch(entry.value, expected: "a folder", found: "a file"), at: entry.place)
        case nil: throw KustomizeError(.missing(entry.value), at: entry.place)
        }
    }

    private func access(_ entry: Placed<String>, in folder: String) throws(KustomizeError) -> String {
        try Self.resolved(entry, in: folder, of: files)
    }

    private func read(_ entry: Placed<String>, in folder: String) throws(KustomizeError) -> [UInt8] {
        try bytesRead.count(Self.read(entry, in: folder, of: files), options.limits.bytes, at: entry.place)
    }

    /// Reads a file that really stands in or below a folder.
    private static func read(_ entry: Placed<String>, in folder: String, of files: Files) throws(KustomizeError)
        -> [UInt8]
    {
        if isRemote(entry.value) { throw KustomizeError(.remote(entry.value), at: entry.place) }
        let path = try resolved(entry, in: folder, of: files)
        guard Path.isWithin(path, folder) else {
            throw KustomizeError(.outsideRoot(entry.value, root: folder), at: entry.place)
        }
        do {
            return try files.read(path)
        } catch {
            throw KustomizeError(error, entry)
        }
    }

    private static func resolved(_ entry: Placed<String>, in folder: String, of files: Files) throws(KustomizeError)
        -> String
    {
        do {
            return try files.resolved(Path.joined(folder, entry.value))
        } catch {
            throw KustomizeError(error, entry)
        }
    }

    private static func isRemote(_ path: String) -> Bool {
        path.contains("://") || path.hasPrefix("git@") || path.hasPrefix("git::") || path.contains("?ref=")
            || path.hasPrefix("github.com/") || path.hasPrefix("github.com:")
    }
}

/// The bytes of all files read so far; one for a whole build, whoever reads.
private final class Meter {
    private var bytes = 0

    func count(_ file: [UInt8], _ limit: Int, at place: YAML.Place) throws(KustomizeError) -> [UInt8] {
        bytes += file.count
        guard bytes <= limit else {
            throw KustomizeError(.tooMuch("MiB in all files together", limit: limit >> 20), at: place)
        }
        return file
    }
}

extension KustomizeError {
    fileprivate init(_ error: FileTreeError, _ entry: Placed<String>) {
        switch error {
        case .missing: self.init(.missing(entry.value), at: entry.place)
        case .outside(let root): self.init(.outsideRoot(entry.value, root: root), at: entry.place)
        case .unreadable(let reason): self.init(.unreadable(entry.value, reason: reason), at: entry.place)
        }
    }
}
