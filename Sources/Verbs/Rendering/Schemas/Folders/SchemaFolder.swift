package import Kustomize

/// A folder of JSON schemas as kubeconform has them: `<group>/<kind>_<version>.json`, and for Kubernetes' own kinds
/// `v1.30.0-standalone-strict/<kind>-<group>-<version>.json`; all in small letters.
package struct SchemaFolder: Sendable {
    let files: any FileTree
    let path: String

    package init(_ path: String, in files: any FileTree) {
        self.files = files
        self.path = path
    }
}

/// Why a schema cannot be used.
struct SchemaFileError: Error {
    var file: String
    var reason: String
}

/// Finds and reads the schemas of one folder.
struct FolderReader {
    private let folder: SchemaFolder
    /// Below it, those for this version.
    private let versionFolders: [String]
    private static let largestFile = 4 << 20

    init(_ folder: SchemaFolder, version: KubernetesVersion) {
        self.folder = folder
        let names = [version.description] + (0...40).reversed().map { "\(version).\($0)" }
        let standalone = (names.map { "v\($0)" } + ["master"]).map { "\($0)-standalone-strict" }
        versionFolders = standalone.filter { folder.files.kind(of: "\(folder.path)/\($0)") == .folder }
    }

    /// The rule of a kind; nil where the folder says nothing of it.
    func rule(for name: KindName, in book: inout RuleBook) -> Result<Int?, SchemaFileError> {
        for path in paths(of: name) where folder.files.kind(of: path) == .file {
            do throws(SchemaFileError) {
                return .success(try read(path, into: &book))
            } catch {
                return .failure(error)
            }
        }
        return .success(nil)
    }

    private func paths(of name: KindName) -> [String] {
        let group = name.group.lowercased()
        let version = name.version.lowercased()
        let kind = name.kind.lowercased()
        // An object chooses these words: none may lead elsewhere.
        guard [group, version, kind].allSatisfy(Self.isTame), !kind.isEmpty else { return [] }
        let middle = group.isEmpty ? "" : "-\(group.split(separator: ".")[0])"
        var paths = versionFolders.map { "\(folder.path)/\($0)/\(kind)\(middle)-\(version).json" }
        if !group.isEmpty { paths.insert("\(folder.path)/\(group)/\(kind)_\(version).json", at: 0) }
        return paths
    }

    private static func isTame(_ word: String) -> Bool {
        word.utf8.count < 254 && !word.hasPrefix(".") && !word.contains("..")
            && word.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
    }

    private func read(_ path: String, into book: inout RuleBook) throws(SchemaFileError) -> Int {
        let bytes: [UInt8]
        do throws(FileTreeError) {
            bytes = try folder.files.read(path)
        } catch {
            throw SchemaFileError(file: path, reason: error.inWords)
        }
        guard bytes.count <= Self.largestFile else {
            throw SchemaFileError(file: path, reason: "it has more than \(Self.largestFile >> 20) MiB")
        }
        return try JSONSchemaReader.read(bytes, file: path, into: &book)
    }
}

extension FileTreeError {
    fileprivate var inWords: String {
        switch self {
        case .missing: "it is gone"
        case .outside(let root): "it leads out of \(root)"
        case .unreadable(let reason): reason
        }
    }
}
