import FoundationEssentials
import TestSupport

/// The house as its folders and `import` lines tell it.
struct Modules {
    struct Module {
        var name: String
        /// 1 clients … 5 programs.
        var floor: Int
        var wing: String
        /// The folder of a dependency or of a verb that has several modules; they are one noun, one verb.
        var family: String?
        var files: [String]
    }

    let all: [Module]

    init() throws {
        let places: [(folder: String, floor: Int, wing: String)] = [
            ("Sources/Clients", 1, "client"), ("Sources/Platform", 2, "platform"), ("Sources/Faces", 3, "face"),
            ("Sources/Resources", 3, "noun"), ("Sources/Verbs", 3, "verb"), ("Sources/Programs", 5, "program"),
        ]
        var modules: [Module] = []
        for place in places {
            for name in try Modules.entries("\(projectRoot)/\(place.folder)") {
                let folder = "\(projectRoot)/\(place.folder)/\(name)"
                // A folder without a file of its own holds modules, not one.
                let rooms = try place.wing == "noun" || place.wing == "verb" ? Modules.rooms(of: folder) : nil
                for room in rooms ?? [""] {
                    let files = try Modules.swiftFiles("\(folder)/\(room)")
                    let module = Module(
                        name: room.isEmpty ? name : room,
                        floor: place.floor,
                        wing: place.wing,
                        family: room.isEmpty ? nil : name,
                        files: files
                    )
                    modules.append(module)
                }
            }
        }
        // One for each program; neither knows the other.
        for name in ["Commands", "AgentCommands"] {
            let files = try Modules.swiftFiles("\(projectRoot)/Sources/\(name)")
            modules.append(Module(name: name, floor: 4, wing: "commands", family: nil, files: files))
        }
        all = modules
    }

    func named(_ name: String) -> Module? { all.first { $0.name == name } }

    /// The modules a file imports, whatever the access level and attributes of the import.
    static func imports(of file: String) throws -> [String] {
        try text(file).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count else { return nil }
            let before = words[..<index]
            let known: Set<Substring> = ["internal", "package", "public", "private", "fileprivate"]
            guard before.allSatisfy({ known.contains($0) || $0.hasPrefix("@") }) else { return nil }
            return String(words[index + 1].prefix { $0 != "." && $0 != "/" })
        }
    }

    static func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    }

    static func swiftFiles(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
            .map { "\(folder)/\($0)" }.sorted()
    }

    private static func rooms(of folder: String) throws -> [String]? {
        let entries = try entries(folder)
        return entries.contains { $0.hasSuffix(".swift") } ? nil : entries
    }

    private static func entries(_ folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
    }
}
