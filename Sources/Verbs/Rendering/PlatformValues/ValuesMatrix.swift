package import Platform
package import Templates

/// The values of every environment and region that is rendered, and what all of them share.
package struct ValuesMatrix: Sendable {
    package struct Cell: Sendable {
        package var name: String
        package var values: Values
        package var platform: Platform

        package init(name: String, values: Values, platform: Platform) {
            self.name = name
            self.values = values
            self.platform = platform
        }
    }

    package struct Environment: Sendable {
        /// Seen from no region.
        package var whole: Cell
        package var regions: [Cell]

        package var name: String { whole.name }

        package init(whole: Cell, regions: [Cell] = []) {
            self.whole = whole
            self.regions = regions
        }
    }

    /// The platform file alone.
    package var shared: Cell
    package var environments: [Environment]
    package var files: ProjectFiles

    package init(shared: Cell, environments: [Environment], files: ProjectFiles) {
        self.shared = shared
        self.environments = environments
        self.files = files
    }

    /// Every environment named, in every region of it.
    /// - Throws: what is wrong with the files; a model that is not sound is rendered in no environment.
    package init(_ loader: PlatformLoader, environments names: [String]) throws(LoadFailure) {
        files = try ProjectFiles(of: loader.project)
        shared = Self.cell("", try loader.loadShared(), files)
        environments = []
        var problems: [Problem] = []
        for name in names {
            let loaded = try loader.load(environment: name)
            guard loaded.errors.isEmpty else {
                problems += loaded.errors.filter { !problems.contains($0) }
                continue
            }
            let whole = loaded.seenFromNowhere
            let regions = loaded.platform.regions.names.compactMap { region in
                loaded.seen(from: region).map { Self.cell(region, $0, files) }
            }
            environments.append(Environment(whole: Self.cell(name, whole, files), regions: regions))
        }
        guard problems.isEmpty else { throw LoadFailure(problems) }
    }

    private static func cell(_ name: String, _ loaded: LoadedPlatform, _ files: ProjectFiles) -> Cell {
        Cell(name: name, values: Values(loaded, files: files), platform: loaded.platform)
    }
}
