internal import CommandLineKit
internal import DatabaseSchema
internal import Deadlines
internal import FoundationEssentials
internal import Migrations
internal import Terminal
internal import Words

private let out = Option("out", .file, "write it there instead of standard output")
private let check = Option("check", .file, "compare with that file; exit 1 where it differs")

/// `ihctl migrate dump`: the schema as SQL, always the same bytes for the same schema.
let migrateDump = Command<Context>(
    "dump",
    summary: "write the live schema as SQL, in an order that never changes",
    discussion: """
        For a file in version control that shows in a pull request what a migration comes to. It holds no data, no version of the \
        server, and not ihctl's own table; psql makes the same schema of it.
        """,
    examples: [
        Example("ihctl migrate dump --out manifests/schema.sql", "after a migration"),
        Example("ihctl migrate dump --check manifests/schema.sql", "in CI"),
    ],
    options: MigrateOptions.reaching + [out, check]
) { arguments, context in
    try await Desk.report("migrate.dump", arguments, context) { desk in
        let session = try await desk.session(desk.settings(), try desk.target())
        let schema = try await closing(session) {
            try await desk.schema(of: session)
        }
        let text = schema.text
        for object in schema.unwritten {
            context.console.warn("\(object) is in the schema and cannot be written as SQL here")
        }
        if let file = arguments[check] {
            guard let kept = try? String(contentsOfFile: context.path(file), encoding: .utf8) else {
                throw UsageError("--check: \(file) cannot be read")
            }
            let findings = kept == text ? [] : desk.again([Finding(stale: file, kept, text)])
            return context.report(
                "migrate.dump",
                outcome: kept == text ? .ok : .problems,
                exitStatus: kept == text ? .success : .negative,
                findings: findings,
                body: kept == text
                    ? [.paragraph(Line("✓ ", .good) + Line("\(file) is the live schema"))]
                    : findings.blocks
            )
        }
        if let file = arguments[out] {
            do {
                try Data(text.utf8).write(to: URL(filePath: context.path(file)), options: .atomic)
            } catch {
                throw CommandFailure("\(file) cannot be written", status: .usage)
            }
            return context.report(
                "migrate.dump",
                findings: [],
                data: ["file": .string(file)],
                body: [.paragraph(Line("✓ ", .good) + Line("\(file)  \(schema.entries.count) objects"))]
            )
        }
        return context.report("migrate.dump", findings: [], data: ["sql": .string(text)], body: [.verbatim(text)])
    }
}

extension Finding {
    fileprivate init(stale file: String, _ kept: String, _ text: String) {
        let (before, now) = (lines(of: kept), lines(of: text))
        let line =
            (zip(before, now).enumerated().first { $0.element.0 != $0.element.1 }?.offset
                ?? min(before.count, now.count)) + 1
        self.init(
            "migrate.dump",
            .error,
            "is not the live schema from here on",
            remedies: [.fix("ihctl migrate dump --out \(file)")],
            place: Place(file, line: line),
            topic: "migrate.drift"
        )
    }
}

private func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}
