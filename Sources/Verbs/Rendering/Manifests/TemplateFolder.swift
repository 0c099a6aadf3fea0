internal import Templates

/// The templates of a project, or those that ihctl brings along.
package struct TemplateFolder: Sendable {
    package struct File: Sendable {
        /// Seen from the folder: `k8s/base/service.yaml`.
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// What stands before a path in a message.
    package var name: String
    /// Sorted by path.
    package let files: [File]

    package init(_ files: [File], name: String = "templates") {
        self.files = files.sorted { $0.path < $1.path }
        self.name = name
    }

    /// The templates below a folder.
    func sources(under folder: String) -> [TemplateSet.Source] {
        files.filter { $0.path.hasPrefix("\(folder)/") }.map { TemplateSet.Source("\(name)/\($0.path)", $0.bytes) }
    }

    /// A template's path seen from the folder of its kind.
    func path(of file: String, under folder: String) -> String {
        String(file.dropFirst("\(name)/\(folder)/".count))
    }
}
