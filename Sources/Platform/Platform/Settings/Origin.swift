/// Where a value came from: what an error points at and what `config show --origin` prints.
package enum Origin: Sendable, Hashable, CustomStringConvertible {
    case file(String, line: Int, column: Int)
    /// A variable of the process's environment.
    case variable(String)
    /// A file that a `NAME_FILE` variable or a `file:` reference names.
    case referencedFile(String)
    /// A name in the secrets file.
    case secretsFile(String, name: String)
    /// The running local stack.
    case localStack
    /// Nobody said anything: the built-in value.
    case builtIn

    package var description: String {
        switch self {
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .variable(let name): "$\(name)"
        case .referencedFile(let path): path
        case .secretsFile(let path, let name): "\(path) (\(name))"
        case .localStack: "local stack"
        case .builtIn: "built in"
        }
    }
}
