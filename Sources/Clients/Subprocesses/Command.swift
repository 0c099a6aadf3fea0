/// A program to start, with everything it is given: nothing else of this process reaches it.
///
/// To start it as another user put `setpriv --reuid=NAME --regid=NAME --clear-groups` before it (`prefixed(by:)`): setpriv execs, so the pid stays the program's.
package struct Command: Sendable, Hashable {
    /// A path, or a name looked up on the PATH of `environment`.
    package var program: String
    package var arguments: [String]
    /// The whole environment of the child; nil hands on this process's own.
    package var environment: [String: String]?
    /// Working folder; nil is this process's own.
    package var folder: String?
    package var input: Input
    package var output: Output
    package var errors: Output
    package var group: Group

    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        in folder: String? = nil,
        input: Input = .empty,
        output: Output = .piped,
        errors: Output = .piped,
        group: Group = .own,
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.input = input
        self.output = output
        self.errors = errors
        self.group = group
    }

    package enum Input: Sendable, Hashable {
        case empty
        case inherited
        case closed
        case file(String)
        /// Any amount; it never blocks either side, and a child that does not read it is no fault.
        case bytes([UInt8])
    }

    package enum Output: Sendable, Hashable {
        /// `run` collects it, `spawn` hands out a reader.
        case piped
        case discarded
        case inherited
        case closed
        /// Made with mode 0600 where it does not exist.
        case appended(to: String)
        case replacing(file: String)
        /// Errors only: wherever the output goes, in the order written.
        case withOutput
    }

    /// Who shares the child's signals.
    package enum Group: Sendable, Hashable {
        /// A group of its own: a stop reaches its children too, Ctrl-C of the terminal does not.
        case own
        /// A session of its own, away from the terminal: for servers that outlive us.
        case session
        /// Ours: for programs that talk with the person at the terminal; a stop reaches the child alone.
        case inherited
    }

    /// The same program started through another that execs it, like `setpriv` or `nice`.
    package func prefixed(by prefix: [String]) -> Command {
        guard let first = prefix.first else { return self }
        var command = self
        command.program = first
        command.arguments = prefix.dropFirst() + [program] + arguments
        return command
    }
}
