internal import FoundationEssentials
internal import Glibc

/// The folder a command works in: the nearest one upwards that holds `manifests/platform.yaml`, or the one it was started in.
package struct Project: Sendable, Hashable {
    /// An absolute path without a slash at its end.
    package let root: String
    package let hasPlatformFile: Bool

    package static let platformFile = "manifests/platform.yaml"
    package static let environmentsFolder = "manifests/environments"

    package init(root: String, hasPlatformFile: Bool) {
        self.root = root
        self.hasPlatformFile = hasPlatformFile
    }

    /// Looks upwards from a folder (an absolute path), as git does; stops at a folder that holds `.git`, so that a stranger's file is never taken.
    package static func around(_ folder: String) -> Project {
        var start = folder
        while start.hasSuffix("/") { start.removeLast() }
        var here = start
        while true {
            if exists("\(here)/\(platformFile)") { return Project(root: here, hasPlatformFile: true) }
            if here.isEmpty || exists("\(here)/.git") { return Project(root: start, hasPlatformFile: false) }
            here = String(here[..<(here.lastIndex(of: "/") ?? here.startIndex)])
        }
    }

    package func path(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : "\(root)/\(relative)"
    }

    /// The names of the environments that have a file, sorted.
    package var environments: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path(Project.environmentsFolder))) ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// A link that leads nowhere is there too: it is somebody's mistake to be told, not to be passed over.
    private static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }
}
