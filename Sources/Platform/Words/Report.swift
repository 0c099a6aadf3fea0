package import FoundationEssentials

/// What a command found or did, as one value: every format is a pure function of it.
package struct Report: Sendable {
    /// The command as its path, `dev.status`; the JSON schema's name is made of it.
    package var command: String
    package var environment: String?
    package var region: String?
    package var startedAt: Date
    package var duration: Duration
    package var outcome: Outcome
    package var exitStatus: ExitStatus
    /// What a judging command found, nothing perhaps; nil for a command that does not judge.
    package var findings: [Finding]?
    /// What became of each check, for a command that runs checks.
    package var checks: [CheckOutcome]?
    /// What the ids of the findings mean, as far as it is written down.
    package var topics: [Topic]
    /// The program that says it, with its version.
    package var program: ProgramVersion
    /// The contract for machines: merged into the top level of the JSON.
    package var data: [String: JSONValue]
    /// The same for people.
    package var body: [Block]

    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case ok, problems, incomplete
    }

    package struct ProgramVersion: Sendable, Hashable {
        package var name: String
        package var version: String

        package init(_ name: String, _ version: String) {
            self.name = name
            self.version = version
        }
    }

    package init(
        command: String,
        environment: String? = nil,
        region: String? = nil,
        startedAt: Date,
        duration: Duration,
        outcome: Outcome = .ok,
        exitStatus: ExitStatus = .success,
        findings: [Finding]? = nil,
        checks: [CheckOutcome]? = nil,
        topics: [Topic] = [],
        program: ProgramVersion = ProgramVersion("ihctl", ""),
        data: [String: JSONValue] = [:],
        body: [Block] = [],
    ) {
        self.command = command
        self.environment = environment
        self.region = region
        self.startedAt = startedAt
        self.duration = duration
        self.outcome = outcome
        self.exitStatus = exitStatus
        self.findings = findings
        self.checks = checks
        self.topics = topics
        self.program = program
        self.data = data
        self.body = body
    }
}

/// A piece of a report as a person reads it.
package enum Block: Sendable, Hashable {
    case heading(String)
    /// Wrapped to the terminal's width.
    case paragraph(Line)
    /// One line with something at either end; on a narrow terminal the second stands below the first.
    case ends(Line, Line)
    /// Never wrapped: what tools look for line by line, such as `file:line:column: …`.
    case line(Line)
    /// Name and value, values aligned.
    case facts([Fact])
    case table(Table)
    /// Printed as it is, never wrapped: commands, file contents.
    case verbatim(String)
    case blank
    /// Two columns further to the right.
    case indented([Block])

    package struct Fact: Sendable, Hashable {
        package var name: String
        package var value: Line
        /// Never wrapped: a command that is to be copied.
        package var isWhole: Bool

        package init(_ name: String, _ value: Line, isWhole: Bool = false) {
            self.name = name
            self.value = value
            self.isWhole = isWhole
        }
    }

    package struct Table: Sendable, Hashable {
        package var columns: [Column]
        package var rows: [[Line]]

        package init(columns: [Column], rows: [[Line]]) {
            self.columns = columns
            self.rows = rows
        }
    }

    package struct Column: Sendable, Hashable {
        package var title: String
        package var isNumber: Bool
        /// Gives way last when the terminal is narrow; the others are cut or wrapped first.
        package var keepsWidth: Bool

        package init(_ title: String, isNumber: Bool = false, keepsWidth: Bool = false) {
            self.title = title
            self.isNumber = isNumber
            self.keepsWidth = keepsWidth
        }
    }
}

/// A run of styled words; whether the styles show is the terminal's affair, and colour never carries meaning alone.
package struct Line: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package var spans: [Span]

    package struct Span: Sendable, Hashable {
        package var text: String
        package var style: Style

        package init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    package enum Style: Sendable, Hashable {
        case plain, strong, dim, good, bad, warning, name
    }

    package init(_ spans: [Span]) {
        self.spans = spans
    }

    package init(_ text: String, _ style: Style = .plain) {
        spans = [Span(text, style)]
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package static func + (left: Line, right: Line) -> Line {
        Line(left.spans + right.spans)
    }

    package var text: String { spans.map(\.text).joined() }
}
