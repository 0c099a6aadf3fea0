internal import LocalStack
internal import Words

/// What happens to the stack, in words.
enum StackWords {
    static func line(for event: LocalStack.Event) -> Line {
        switch event {
        case .starting(let name): mark("·", .dim) + word(name) + Line("starting \(name.product)", .dim)
        case .ready(let name, let version, let endpoint, let time):
            mark("✓", .good) + word(name) + Line("\(name.product) \(version)  \(endpoint)")
                + Line("  \(time.readable)", .dim)
        case .alreadyRunning(let name): mark("✓", .good) + word(name) + Line("\(name.product) runs already")
        case .movedPort(let use, let from, let to):
            mark("!", .warning) + Line("port \(from) of \(use) is taken, \(to) is used now")
        case .stopping(let name): mark("·", .dim) + word(name) + Line("stopping \(name.product)", .dim)
        case .stopped(let name, let time):
            mark("✓", .good) + word(name) + Line("stopped") + Line("  \(time.readable)", .dim)
        case .strayEnded(let pid): mark("!", .warning) + Line("ended process \(pid), left behind by an interrupted run")
        }
    }

    private static func mark(_ text: String, _ style: Line.Style) -> Line {
        Line("  ") + Line(text, style) + Line(" ")
    }

    private static func word(_ name: ServiceName) -> Line {
        Line(name.rawValue + String(repeating: " ", count: 11 - name.rawValue.count), .name)
    }
}
