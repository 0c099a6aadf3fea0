package import YAML

/// Builds a Kustomize tree without kustomize: a pure function of the files it is lent.
///
/// *folder → its kustomization → resources, generated maps, components → transformers in kustomize's own order → at the
/// root alone hashes, references, order*. The objects are those of kustomize 5.5, the deviations of `Options.compat` aside.
package enum Kustomize {
    /// How a tree is built.
    package struct Options: Sendable {
        /// As kustomize 5.5 does it, also where that is a fault.
        ///
        /// Off, these differ: what a patch's target matches nothing is an error (`options: {allowNoMatch: true}` lets it
        /// pass), `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` are obeyed and not left in the output,
        /// a field that a replacement creates keeps its source's type, a date stays the text it is, an image's name is a
        /// name and no regular expression, a `tagSuffix` is appended once, and a generated map must be one the API
        /// server takes, by its keys and by its size.
        ///
        /// Always different: a build asks no environment for a key of an env file without a value, takes no two fields of
        /// one name, and a label set by an overlay does not change selectors that a base set (kustomize's trees share
        /// their leaves). Objects are compared for equal names at the end, not after every patch.
        package var compat: Bool
        package var limits: Limits

        package init(compat: Bool = false, limits: Limits = Limits()) {
            self.compat = compat
            self.limits = limits
        }
    }

    /// What a tree may cost at most: a hostile one ends early.
    package struct Limits: Sendable {
        /// Folders built, each counted as often as it is.
        package var folders: Int
        package var depth: Int
        package var resources: Int
        /// Scalars that replacements and JSON patches may write: what copies of copies explode.
        package var nodes: Int
        /// Of all files together, each counted as often as it is read.
        package var bytes: Int

        package init(
            folders: Int = 5_000,
            depth: Int = 50,
            resources: Int = 200_000,
            nodes: Int = 5_000_000,
            bytes: Int = 256 << 20,
        ) {
            self.bytes = bytes
            self.folders = folders
            self.depth = depth
            self.resources = resources
            self.nodes = nodes
        }
    }

    /// An object of the output, and where the document it grew from begins.
    package struct Object: Sendable {
        package var node: YAML.Node
        package var place: YAML.Place
        package var apiVersion: String
        package var kind: String
        package var name: String
        /// Empty where the object names none.
        package var namespace: String
    }

    /// What is odd, but no reason to stop.
    package struct Warning: Sendable, Hashable {
        package var text: String
        package var place: YAML.Place
    }

    package struct Output: Sendable {
        /// In kustomize's order, the keys of every map too.
        package var objects: [Object]
        package var warnings: [Warning]

        /// The stream that `kubectl apply` takes.
        package var text: String { YAML.text(ofAll: objects.map(\.node)) }
    }

    /// Builds the kustomization in a folder.
    /// - Parameter folder: as `files` understands it.
    package static func build(
        _ folder: String,
        in files: some FileTree,
        options: Options = Options(),
    ) throws(KustomizeError) -> Output {
        var builder = Builder(files: files, options: options)
        return try builder.output(of: folder)
    }
}
