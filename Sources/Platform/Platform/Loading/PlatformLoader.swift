internal import Words
internal import YAML

/// Platform file, environment and region, laid over one another and read.
package struct PlatformLoader: Sendable {
    package let project: Project
    package let variables: Variables

    /// A platform file is written by hand; more than this is a mistake, or an attack.
    private static let limits = YAML.Limits(bytes: 1 << 20, depth: 40, nodes: 20_000, aliasedNodes: 20_000)
    private static let environmentsWithoutFile = ["development", "staging", "production"]

    package init(project: Project, variables: Variables) {
        self.project = project
        self.variables = variables
    }

    /// The environment asked for: the option, else `IHCTL_ENV`, `ENVIRONMENT`, `development`.
    package func environmentName(asked: String?) -> String {
        environmentChoice(asked: asked).name
    }

    /// The model of an environment, in the region asked for, else `SCALEWAY_REGION`, else the primary.
    package func load(environment asked: String? = nil, region: String? = nil) throws(LoadFailure) -> LoadedPlatform {
        let (environment, origin) = environmentChoice(asked: asked)
        guard project.hasPlatformFile else {
            try require("environment", environment, among: PlatformLoader.environmentsWithoutFile, origin)
            if let region {
                throw LoadFailure("there is no region \(quoted(region))", hint: "regions stand in a platform file")
            }
            let made = EnvironmentTree(variables, environment: environment)
            return read(made.tree, environment: environment, region: nil, files: [], problems: made.problems)
        }
        let known = project.environments
        if known.isEmpty {
            throw LoadFailure(
                "no environment has a file in \(Project.environmentsFolder)",
                hint: "development.yaml, say"
            )
        }
        try require("environment", environment, among: known, origin)
        var problems: [Problem] = []
        let files = [Project.platformFile, "\(Project.environmentsFolder)/\(environment).yaml"]
        let base = try layer(files[0], &problems)
        let merged = base.overlaid(by: try layer(files[1], &problems))
        let name = try regionName(asked: region, in: merged)
        return read(merged, environment: environment, region: name, files: files, problems: problems)
    }

    /// The platform file alone, no environment laid over it: what all of them share.
    ///
    /// Its problems are not told, since an environment may mend them.
    package func loadShared() throws(LoadFailure) -> LoadedPlatform {
        var problems: [Problem] = []
        let tree = try layer(Project.platformFile, &problems)
        return read(tree, environment: "", region: nil, files: [Project.platformFile], problems: problems)
    }

    private func environmentChoice(asked: String?) -> (name: String, origin: Origin) {
        if let asked { return (asked, .builtIn) }
        let variable = variables.firstSet(["IHCTL_ENV", "ENVIRONMENT"])?.value
        return variable.map { ($0.text, $0.origin) } ?? ("development", .builtIn)
    }

    private func regionName(asked: String?, in tree: Setting) throws(LoadFailure) -> String? {
        let regions = tree.map?["regions"]?.map?.entries ?? []
        let names = regions.map(\.key)
        if let asked {
            try require("region", asked, among: names, .builtIn)
            return asked
        }
        if let wanted = variables.firstSet(["SCALEWAY_REGION"])?.value, !names.isEmpty {
            try require("region", wanted.text, among: names, wanted.origin)
            return wanted.text
        }
        return regions.first { $0.value.map?["role"]?.text == Region.Role.primary.rawValue }?.key ?? names.first
    }

    private func require(
        _ kind: String,
        _ name: String,
        among known: [String],
        _ origin: Origin,
    ) throws(LoadFailure) {
        guard !known.contains(name) else { return }
        let list = known.isEmpty ? "there is none at all" : "known: \(known.joined(separator: ", "))"
        throw LoadFailure(
            "there is no \(kind) \(quoted(name))",
            at: origin,
            hint: didYouMean(name, among: known) ?? list,
        )
    }

    private func layer(_ path: String, _ problems: inout [Problem]) throws(LoadFailure) -> Setting {
        let bytes: [UInt8]
        switch SmallFile.read(project.path(path), atMost: PlatformLoader.limits.bytes) {
        case .success(let read): bytes = read
        case .failure(.missing): throw LoadFailure("\(path) does not exist")
        case .failure(.tooLarge): throw LoadFailure("\(path) is larger than 1 MiB")
        case .failure(.other(let reason)): throw LoadFailure("\(path) cannot be read: \(reason)")
        }
        let document: YAML.Document
        do throws(YAMLError) {
            document = try YAML.parse(bytes, file: path, limits: PlatformLoader.limits)
        } catch {
            throw LoadFailure([Problem(error)])
        }
        let setting = Setting(document.root, problems: &problems)
        switch setting.content {
        case .map: return setting
        case .null: return Setting(.map(SettingMap()), setting.origin)
        default: throw LoadFailure("must be a map, found \(setting.named)", at: setting.origin)
        }
    }

    /// Reads the tree as its region sees it, then as every other one does, so that a fault in any region shows in all of them.
    private func read(
        _ merged: Setting,
        environment: String,
        region: String?,
        files: [String],
        problems earlier: [Problem],
    ) -> LoadedPlatform {
        let tree = merged.seen(from: region)
        var reader = Reader()
        let platform = Platform.read(tree, at: SettingPath(), &reader) ?? Platform()
        var problems = reader.problems
        if let region {
            var regional = RegionalProblems(of: merged)
            regional.add(problems, seenFrom: region)
            for name in merged.map?["regions"]?.map?.keys ?? [] where name != region {
                var other = Reader()
                _ = Platform.read(merged.seen(from: name), at: SettingPath(), &other)
                regional.add(other.problems, seenFrom: name)
            }
            problems = regional.all
        }
        return LoadedPlatform(
            platform: platform,
            tree: tree,
            merged: merged,
            environment: environment,
            region: region,
            files: files,
            problems: earlier + problems,
        )
    }
}

extension Problem {
    /// YAML's own error; what it may quote of the text is left out, since a secret can begin with * or !.
    fileprivate init(_ error: YAMLError) {
        let (message, hint): (String, String?) =
            switch error.kind {
            case .unknownAlias: ("an alias has no anchor before it", "a text that begins with * wants quotes")
            case .wrongTag: ("a tag does not fit what stands behind it", "a text that begins with ! wants quotes")
            case .cannotMerge: ("<< draws in a map or a list of maps, and something else stands here", nil)
            default: (error.problem, nil)
            }
        let steps = error.path.steps.map { step in
            switch step {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        self.init(at: SettingPath(steps), Origin(error.place), message, hint: hint)
    }
}
