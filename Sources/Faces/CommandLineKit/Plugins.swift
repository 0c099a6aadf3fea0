internal import CSystem
internal import Glibc

/// Programs named `ihctl-foo` on the search path, which stand in for commands that are not built in.
///
/// Empty and relative entries of the path are passed over: a checkout that is not trusted must not add commands.
package struct Plugins: Sendable {
    package struct Plugin: Sendable, Hashable {
        package var name: String
        package var path: String
    }

    let program: String
    let searchPath: [String]
    let environment: [String: String]

    package init(of program: String, environment: [String: String]) {
        self.program = program
        self.environment = environment
        searchPath = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    }

    /// The variable that tells a plugin where the program is that called it.
    package var executableVariable: String { program.uppercased() + "_EXECUTABLE" }
    /// The variable that tells which plugins called one another.
    private var callersVariable: String { program.uppercased() + "_PLUGINS" }

    /// The plugin for a command, unless it is this very program under another name, or one that is calling already.
    package func find(_ name: String) -> Plugin? {
        guard Plugins.isPlain(name), !callers.contains(name) else { return nil }
        for folder in searchPath {
            let path = "\(folder)/\(program)-\(name)"
            if isOtherProgram(path) { return Plugin(name: name, path: path) }
        }
        return nil
    }

    /// All plugins that `find` would give, by name.
    package func all(except builtIn: some Collection<String>) -> [Plugin] {
        var found: [String: Plugin] = [:]
        for folder in searchPath {
            for file in Plugins.files(in: folder) where file.hasPrefix(program + "-") {
                let name = String(file.dropFirst(program.count + 1))
                guard Plugins.isPlain(name), found[name] == nil, !builtIn.contains(name) else { continue }
                let path = "\(folder)/\(file)"
                if isOtherProgram(path) { found[name] = Plugin(name: name, path: path) }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// Becomes the plugin; comes back, with the reason, only where that failed.
    package func become(_ plugin: Plugin, with words: [String]) -> String {
        var variables = environment
        variables[executableVariable] = Plugins.ownPath
        variables[callersVariable] = (callers + [plugin.name]).joined(separator: ",")
        // What this program ignores or handles, the plugin decides anew.
        for number in [SIGPIPE, SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        let arguments = ["\(program)-\(plugin.name)"] + words
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var variablePointers = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        execve(plugin.path, &argumentPointers, &variablePointers)
        let reason = String(cString: strerror(errno))
        for pointer in argumentPointers + variablePointers { free(pointer) }
        return reason
    }

    private var callers: [String] {
        (environment[callersVariable] ?? "").split(separator: ",").map(String.init)
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-")
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }

    private func isOtherProgram(_ path: String) -> Bool {
        var file = stat()
        guard stat(path, &file) == 0, csystem_is_directory(file.st_mode) == 0, access(path, X_OK) == 0 else {
            return false
        }
        var own = stat()
        guard stat("/proc/self/exe", &own) == 0 else { return true }
        return file.st_ino != own.st_ino || file.st_dev != own.st_dev
    }

    private static var ownPath: String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : ""
    }

    private static func files(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
            )
        }
        return names
    }
}
