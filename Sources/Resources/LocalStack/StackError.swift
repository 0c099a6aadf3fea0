internal import Glibc
package import Subprocesses

/// What went wrong with the local stack, and with which service.
package struct StackError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        case folder(path: String, reason: String)
        /// The file of an older or newer ihctl, or one that somebody wrote in.
        case unreadableState(path: String, reason: String)
        /// Another `ihctl dev` is at work on the same stack.
        case busy
        case notInstalled(program: String)
        case noPostgresUser
        case noFreePort
        /// It ended by itself before it answered; the last lines it wrote.
        case ended(Ending, lastLines: [String])
        /// It runs and does not answer; why not, as its client tells it.
        case silent(reason: String, lastLines: [String])
        case failedStep(step: String, reason: String)
        case process(SubprocessError)
        case notRunning
        /// They live still, whatever was done to end them.
        case notEnded([Survivor])
    }

    /// A process of the stack that could not be ended.
    package struct Survivor: Sendable {
        package let process: ProcessIdentity
        /// Nil where nobody wrote down what it is.
        package let service: ServiceName?
        package let reason: SubprocessError

        init(_ process: ProcessIdentity, _ service: ServiceName?, reason: SubprocessError) {
            self.process = process
            self.service = service
            self.reason = reason
        }

        fileprivate var inWords: String {
            let name = service.map { "\($0.rawValue) (process \(process.pid))" } ?? "process \(process.pid)"
            return switch reason {
            case .system(_, let code): "\(name): \(String(cString: strerror(code)))"
            case .unkillable: "\(name): the kernel holds it in a system call"
            default: "\(name): \(reason)"
            }
        }
    }

    package var kind: Kind
    package var service: ServiceName?

    package init(_ kind: Kind, _ service: ServiceName? = nil) {
        self.kind = kind
        self.service = service
    }

    package var description: String {
        let subject = service.map { "\($0.rawValue): " } ?? ""
        return subject + sentence
    }

    package var hint: String? {
        switch kind {
        case .notInstalled("ih-agent"):
            "it is built with ihctl (scripts/build): put it in the same folder, or on PATH"
        case .notInstalled(let program):
            program == "nats-server" || program == "weed"
                ? "scripts/setup installs it, or put it on PATH" : "install it, or run scripts/setup"
        case .noPostgresUser: "install PostgreSQL from the distribution's package, which makes that user"
        case .unreadableState: "ihctl dev reset --yes begins anew"
        case .busy: "wait for it, or look with ihctl dev status"
        case .notRunning: "ihctl dev up"
        case .ended: service.map { "ihctl dev logs \($0.rawValue)" }
        case .notEnded: "ihctl dev down tries again: as the user who started it, or as root"
        case .silent: service.map { "ihctl dev logs \($0.rawValue); ihctl dev down and ihctl dev up start it anew" }
        default: nil
        }
    }

    private var sentence: String {
        switch kind {
        case .folder(let path, let reason): "\(path): \(reason)"
        case .unreadableState(let path, let reason): "\(path) cannot be read: \(reason)"
        case .busy: "another ihctl dev is at work on this stack"
        case .notInstalled(let program): "\(program) is not installed"
        case .noPostgresUser: "PostgreSQL does not run as root, and there is no user postgres"
        case .noFreePort: "no free port found on loopback"
        case .ended(let ending, let lines): "ended by itself (\(ending.inWords))\(Self.quoted(lines))"
        case .silent(let reason, let lines): "runs but does not answer: \(reason)\(Self.quoted(lines))"
        case .failedStep(let step, let reason): "\(step): \(reason)"
        case .process(let error): String(describing: error)
        case .notRunning: "the local stack is not running"
        case .notEnded(let survivors): "could not be ended: " + survivors.map(\.inWords).joined(separator: ", ")
        }
    }

    private static func quoted(_ lines: [String]) -> String {
        lines.isEmpty ? "" : "; it wrote:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }
}

extension Ending {
    fileprivate var inWords: String {
        switch self {
        case .exited(let status): "exit \(status)"
        case .killed(let signal): "\(signal)"
        }
    }
}
