/// Why a child process could not be started or did not come to its own end.
package enum SubprocessError: Error, Sendable, Hashable {
    /// No such file, or no such name on the child's PATH.
    case notFound(program: String)
    /// It is there and may not be executed.
    case notExecutable(path: String)
    /// A script whose interpreter, or a program whose loader, is missing.
    case interpreterMissing(path: String)
    case folderUnusable(path: String, errno: Int32)
    /// A file meant for its input or output.
    case fileUnusable(path: String, errno: Int32)
    /// It was still running; `run` has ended it and hands back what it had printed.
    case deadlinePassed(Completion?)
    case cancelled
    /// SIGKILL did not end it: the kernel holds it in a system call.
    case unkillable(pid: Int32)
    case system(call: String, errno: Int32)
}

/// How a process came to its end.
package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case killed(by: Signal)

    package var isSuccess: Bool { self == .exited(0) }

    /// As shells tell it: the exit status, or 128 + the signal.
    package var status: Int32 {
        switch self {
        case .exited(let code): code
        case .killed(let signal): 128 + signal.rawValue
        }
    }
}

/// What a command printed and how it ended.
package struct Completion: Sendable, Hashable {
    package var ending: Ending
    package var output: [UInt8]
    package var errors: [UInt8]
    /// More came than was kept.
    package var isTruncated: Bool
    package var duration: Duration

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
}
