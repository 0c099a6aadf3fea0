/// The model of one environment and region, the tree it was read from, and all that is wrong with it.
package struct LoadedPlatform: Sendable {
    package var platform: Platform
    /// What was said, layers and region laid over one another; built-in values are not in it.
    package var tree: Setting
    /// The same before a region was laid over it.
    let merged: Setting
    package var environment: String
    package var region: String?
    package var files: [String]
    package var problems: [Problem]

    package var errors: [Problem] { problems.filter { $0.severity == .error } }
    package var warnings: [Problem] { problems.filter { $0.severity == .warning } }

    /// For verbs that cannot work with a faulty model.
    package func sound() throws(LoadFailure) -> LoadedPlatform {
        guard errors.isEmpty else { throw LoadFailure(errors) }
        return self
    }

    /// Where a setting was said: the place a finding points at.
    package func origin(of path: SettingPath) -> Origin? {
        tree.at(path)?.origin
    }

    /// The same environment seen from no region: what all of its regions share.
    package var seenFromNowhere: LoadedPlatform {
        var copy = self
        copy.tree = merged
        var reader = Reader()
        copy.platform = Platform.read(merged, at: SettingPath(), &reader) ?? Platform()
        copy.region = nil
        return copy
    }

    /// The same environment seen from another region; nil where there is no such region.
    package func seen(from region: String) -> LoadedPlatform? {
        guard platform.regions[region] != nil else { return nil }
        var copy = self
        copy.tree = merged.seen(from: region)
        var reader = Reader()
        copy.platform = Platform.read(copy.tree, at: SettingPath(), &reader) ?? Platform()
        copy.region = region
        return copy
    }
}
