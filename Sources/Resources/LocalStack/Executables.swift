internal import FoundationEssentials
internal import Glibc
internal import Subprocesses

/// Where the servers' programs lie.
struct Executables: Sendable {
    let root: String
    private let path: String?

    init(root: String, path: String?) {
        self.root = root
        self.path = path
    }

    /// In the virtual environment of the project or of the checkout ihctl was built in, else on PATH.
    func find(_ program: String, for service: ServiceName) throws(StackError) -> String {
        for folder in virtualEnvironments where access("\(folder)/\(program)", X_OK) == 0 {
            return "\(folder)/\(program)"
        }
        do {
            return try locate(program, on: path)
        } catch {
            throw StackError(.notInstalled(program: program), service)
        }
    }

    /// A program of this project's: it is built and installed beside the one that runs.
    func findOwn(_ program: String, for service: ServiceName) throws(StackError) -> String {
        if let folder = ownFolder, access("\(folder)/\(program)", X_OK) == 0 { return "\(folder)/\(program)" }
        do {
            return try locate(program, on: path)
        } catch {
            throw StackError(.notInstalled(program: program), service)
        }
    }

    private var ownFolder: String? {
        guard let program = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(program) }
        return "/" + String(cString: program).split(separator: "/").dropLast().joined(separator: "/")
    }

    /// Debian keeps PostgreSQL's server programs off PATH, a folder for each major version: the newest one.
    func findPostgreSQL(_ program: String) throws(StackError) -> String {
        let home = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []).compactMap { Int($0) }
        for version in versions.sorted(by: >) where access("\(home)/\(version)/bin/\(program)", X_OK) == 0 {
            return "\(home)/\(version)/bin/\(program)"
        }
        return try find(program, for: .database)
    }

    private var virtualEnvironments: [String] {
        var folders = ["\(root)/.ihctl/venv/bin"]
        guard let ownFolder else { return folders }
        var steps = ownFolder.split(separator: "/")
        while !steps.isEmpty {
            folders.append("/" + steps.joined(separator: "/") + "/.ihctl/venv/bin")
            steps.removeLast()
        }
        return folders
    }
}
