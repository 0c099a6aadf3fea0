internal import FoundationEssentials
internal import Glibc
internal import Subprocesses

/// Finds a stack's processes by a mark in their environment, whether or not anybody wrote them down.
///
/// `dev up` can be killed between starting a server and writing its pid to the state; the mark is there from the server's first instant.
enum StackMark {
    static let variable = "IHCTL_DEV_STACK"

    static func value(of folder: StackFolder) -> String { folder.path }

    /// Every living process of the stack that this user may look into.
    static func processes(of folder: StackFolder) -> [ProcessIdentity] {
        let wanted = Array("\(variable)=\(value(of: folder))".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name -> ProcessIdentity? in
            guard let pid = Int32(name), pid != getpid(), stands(wanted, pid) else { return nil }
            return ProcessIdentity(of: pid).flatMap { $0.isAlive ? $0 : nil }
        }
    }

    /// Whether a process carries a mark.
    static func stands(_ mark: String, in pid: Int32) -> Bool {
        stands(Array("\(variable)=\(mark)".utf8), pid)
    }

    private static func stands(_ wanted: [UInt8], _ pid: Int32) -> Bool {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/environ")) else { return false }
        return data.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}
