internal import CSystem
internal import Glibc

/// How wide text may be and whether styles show: all that a renderer knows of a terminal.
package struct Look: Sendable, Hashable {
    package var width: Int
    package var hasColour: Bool

    package init(width: Int = 80, hasColour: Bool = false) {
        self.width = max(Look.narrowest, width)
        self.hasColour = hasColour
    }

    /// Below this nothing can be laid out; the terminal folds the lines instead.
    package static let narrowest = 20
}

/// `--color`.
package enum ColourChoice: String, Sendable, Hashable, CaseIterable {
    case auto, always, never

    /// Decided once for each stream: the option, then `NO_COLOR`, then `CLICOLOR_FORCE`, then what stands at the other end.
    package func shows(onTerminal isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if environment["NO_COLOR"]?.isEmpty == false { return false }
            if let forced = environment["CLICOLOR_FORCE"], !forced.isEmpty, forced != "0" { return true }
            return isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
        }
    }
}

/// Facts about the terminal behind a descriptor.
package enum TerminalFacts {
    package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// `COLUMNS`, else the terminal's own word, else 80.
    package static func columns(of descriptor: Int32, environment: [String: String]) -> Int {
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return min(columns, 1_000) }
        let own = Int(csystem_terminal_columns(descriptor))
        return own > 0 ? own : 80
    }
}
