internal import FoundationEssentials
internal import Glibc
internal import Synchronization

private let leftovers = Mutex<Set<String>>([])

private func removeLeftovers() {
    for path in leftovers.withLock({ $0 }) { remove(path) }
}

private func remove(_ path: String) {
    if getenv("IHCTL_KEEP") == nil { try? FileManager.default.removeItem(atPath: path) }
}

/// A folder of one test's own, passable for the `postgres` user, removed with its owner.
package final class Scratch: Sendable {
    package let path: String

    package init(_ label: String = "test") {
        path = "/tmp/ihctl-\(label)-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            preconditionFailure("no scratch folder: \(error)")
        }
        chmod(path, 0o755)
        leftovers.withLock { paths in
            // What lives as long as the process has no deinit: it is removed when the process ends.
            if paths.isEmpty { atexit { removeLeftovers() } }
            paths.insert(path)
        }
    }

    deinit {
        leftovers.withLock { _ = $0.remove(path) }
        remove(path)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let target = file(name)
        let folder = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: target))
        return target
    }

    /// Writes a file by another process, for one that is to be run: what this one has just written may still be open in a child of another
    /// test on its way to exec, and cannot be executed until then.
    @discardableResult
    package func writeProgram(_ text: String, to name: String, mode: String = "755") throws -> String {
        let source = try write(text, to: "\(name).source")
        defer { try? FileManager.default.removeItem(atPath: source) }
        try require(run(["install", "-m", mode, source, file(name)]))
        return file(name)
    }

    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
    }
}
