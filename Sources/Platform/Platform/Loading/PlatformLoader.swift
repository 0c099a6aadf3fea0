internal import Words
internal import YAML

/// Why there is no model at all: every such thing is a usage error.
package struct LoadFailure: Error, Sendable, CustomStringConvertible {
    package var problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems
    }

    package init(_ message: String, hint: String? = nil) {
        problems = [Problem(at: SettingPath(), .builtIn, message, hint: hint)]
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Platform file, environment and region, laid over one another and read.
package struct PlatformLoader: Sendable {
    package let project: Project
    package let variables: Variables

    /// A platform file is written by hand; a megabyte of it is a mistake.
    private static let limits = YAML.Limits(bytes: 1 << 20, depth: 40)
    private static let environmentsWithoutFile = ["development", "staging", "production"]

    package init(project: Project, variables: Variables) {
        self.project = project
        self.variables = variables
    }

    /// The environment asked for: the option, else `IHCTL_ENV`, `ENVIRONMENT`, `development`.
    package func environmentName(asked: String?) -> String {
        asked ?? variables.firstSet(["IHCTL_ENV", "ENVIRONMENT"])?.value.text ?? "development"
    }

    /// The model of an environment, in the region asked for, else `SCALEWAY_REGION`, else the primary.
    package func load(environment asked: String? = nil, region: String? = nil) throws(LoadFailure) -> LoadedPlatform {
        let environment = environmentName(asked: asked)
        guard project.hasPlatformFile else {
            try requireKnown(environment, among: PlatformLoader.environmentsWithoutFile)
            let tree = EnvironmentTree(variables).tree
            return read(tree, environment: environment, region: nil, files: [], problems: [])
        }
        try requireKnown(environment, among: project.environments)
        var problems: [Problem] = []
        let files = [Project.platformFile, "\(Project.environmentsFolder)/\(environment).yaml"]
        let base = try layer(files[0], &problems)
        let merged = base.overlaid(by: try layer(files[1], &problems))
        let name = try regionName(asked: region, in: merged)
        return read(merged, environment: environment, region: name, files: files, problems: problems)
    }

    private func requireKnown(_ environment: String, among known: [String]) throws(LoadFailure) {
        guard !known.contains(environment) else { return }
        let list =
            known.isEmpty
            ? "no file stands in \(Project.environmentsFolder)" : "known: \(known.joined(separator: ", "))"
        throw LoadFailure(
            "there is no environment \"\(environment)\"",
            hint: didYouMean(environment, among: known) ?? list
        )
    }

    private func regionName(asked: String?, in tree: Setting) throws(LoadFailure) -> String? {
        let regions = tree.map?["regions"]?.map?.entries ?? []
        let names = regions.map(\.key)
        if let asked {
            guard names.contains(asked) else {
                let list = names.isEmpty ? "this environment has no regions" : "known: \(names.joined(separator: ", "))"
                throw LoadFailure("there is no region \"\(asked)\"", hint: didYouMean(asked, among: names) ?? list)
            }
            return asked
        }
        if let wanted = variables.firstSet(["SCALEWAY_REGION"])?.value.text, !names.isEmpty {
            guard names.contains(wanted) else {
                let hint = didYouMean(wanted, among: names) ?? "known: \(names.joined(separator: ", "))"
                throw LoadFailure("SCALEWAY_REGION names no region of this environment: \"\(wanted)\"", hint: hint)
            }
            return wanted
        }
        return regions.first { $0.value.map?["role"]?.text == Region.Role.primary.rawValue }?.key ?? names.first
    }

    private func layer(_ path: String, _ problems: inout [Problem]) throws(LoadFailure) -> Setting {
        let bytes: [UInt8]
        switch SmallFile.read(project.path(path), atMost: PlatformLoader.limits.bytes) {
        case .success(let read): bytes = read
        case .failure(.missing): throw LoadFailure("\(path) does not exist")
        case .failure(.tooLarge): throw LoadFailure("\(path) is larger than 1 MiB")
        case .failure(.other(let reason)): throw LoadFailure("\(path): \(reason)")
        }
        let document: YAML.Document
        do {
            document = try YAML.parse(bytes, file: path, limits: PlatformLoader.limits)
        } catch {
            let path = SettingPath(
                error.path.steps.map { step in
                    switch step {
                    case .key(let key): key
                    case .index(let index): String(index)
                    }
                }
            )
            throw LoadFailure([Problem(at: path, Origin(error.place), error.problem)])
        }
        let setting = Setting(document.root, problems: &problems)
        switch setting.content {
        case .map: return setting
        case .null: return Setting(.map(SettingMap()), setting.origin)
        default:
            throw LoadFailure([Problem(at: SettingPath(), setting.origin, "expected a map, found \(setting.named)")])
        }
    }

    /// Reads the tree, then every other region's overlay, so that a fault in any region shows in all of them.
    private func read(
        _ merged: Setting,
        environment: String,
        region: String?,
        files: [String],
        problems earlier: [Problem],
    ) -> LoadedPlatform {
        let tree = PlatformLoader.laidOver(merged, region: region)
        var reader = Reader()
        let platform = Platform.read(tree, at: SettingPath(), &reader) ?? Platform()
        var problems = earlier + reader.problems
        for name in platform.regions.names where name != region {
            var other = Reader()
            _ = Platform.read(PlatformLoader.laidOver(merged, region: name), at: SettingPath(), &other)
            problems += other.problems.filter { !problems.contains($0) }
        }
        return LoadedPlatform(
            platform: platform,
            tree: tree,
            merged: merged,
            environment: environment,
            region: region,
            files: files,
            problems: problems,
        )
    }

    /// The tree of one region: its part laid over the sections of the same name.
    static func laidOver(_ merged: Setting, region: String?) -> Setting {
        guard let region, case .map(var top) = merged.content,
            let part = merged.at(SettingPath(["regions", region]))?.map
        else { return merged }
        for name in Region.overlays {
            guard let over = part[name], over.map != nil else { continue }
            top.set(name, top[name]?.overlaid(by: over) ?? over.withoutNulls())
        }
        return Setting(.map(top), merged.origin)
    }
}
