internal import Archives
internal import CommandLineKit
internal import Doctor
internal import FoundationEssentials
internal import Machine
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// `ihctl doctor --bundle`: all that a stranger needs to understand a report, and no secret, as one file.
struct SupportBundle {
    private let file: NewFile
    /// As the line has it.
    private let shown: String
    /// The folder within it; not the file's own name, which may lead out of wherever it is unpacked.
    private static let title = "ihctl-doctor-bundle"
    private static let endings = [".tar.gz", ".tgz"]

    /// Refuses beforehand what cannot be written afterwards.
    init(_ asked: String, _ context: Context) throws {
        shown = asked
        file = NewFile(context.path(asked))
        let name = asked.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard let ending = SupportBundle.endings.first(where: name.hasSuffix), name.count > ending.count else {
            throw UsageError(
                "--bundle: a name that ends in .tar.gz is wanted, not \(JSONValue.quoted(asked))",
                hint: "ihctl doctor --bundle doctor.tar.gz"
            )
        }
        let isNamed = name.dropLast(ending.count).contains { $0 != "." && $0 != " " }
        guard isNamed, asked.visible == asked else {
            throw UsageError(
                "--bundle: a plain name is wanted, of more than dots and without control characters, not "
                    + JSONValue.quoted(asked),
                hint: "ihctl doctor --bundle doctor.tar.gz"
            )
        }
        switch file.obstacle {
        case nil: break
        case .exists:
            throw UsageError("--bundle: \(asked) is there already", hint: "give another name, or remove it first")
        case let obstacle?:
            throw UsageError(
                "--bundle: nothing can be written to \(file.folder): \(obstacle)",
                hint: "give a name in a folder that is there and may be written to"
            )
        }
    }

    /// Says that there is none, where somebody stopped the run before it was written.
    func tellIfStopped(_ console: Console) {
        guard Task.isCancelled, file.obstacle != .exists else { return }
        console.fail("the bundle was not written: \(shown): stopped before it was done")
    }

    /// Whether it was written; where not, it has said why, unless it was stopped.
    func write(_ report: Report, of loaded: LoadedPlatform, _ context: Context, timeout: Duration) async -> Bool {
        let console = context.console
        let files = await files(report, of: loaded, context, timeout: timeout)
        // Nobody wants what was cut short.
        if Task.isCancelled { return false }
        var archive = TarGzip(modified: context.startedAt)
        for part in files { archive.add("\(SupportBundle.title)/\(part.name)", part.bytes) }
        let bytes = archive.finish()
        do throws(NewFile.Failure) {
            try file.write(bytes)
        } catch {
            console.fail(
                "the bundle was not written: \(shown): \(error)",
                hint: error == .exists ? "give another name" : "make room there, or give a name in another folder"
            )
            return false
        }
        console.say(
            Line("bundle  ", .dim) + Line(shown)
                + Line("  \(counted(files.count, "file")), \(max(1, bytes.count / 1_024)) KiB, secrets taken out", .dim)
        )
        return true
    }

    /// In the order in which they are read.
    private func files(_ report: Report, of loaded: LoadedPlatform, _ context: Context, timeout: Duration) async
        -> [BundleFiles.File]
    {
        context.learnEverySecret(of: loaded)
        let redactor = context.console.redactor
        var files = BundleFiles(redactor: redactor)
        let masked = redactor.redact(report)
        func rendered(_ format: ReportFormat) -> String { render(masked, as: format, for: Look(width: 100)) }
        files.add("report.txt", "the report as a person reads it", masked: rendered(.text))
        files.add("report.json", "the same for programs", masked: rendered(.json))
        files.add("report.sarif", "the same for code scanning (SARIF 2.1.0)", masked: rendered(.sarif))
        files.add("checks.txt", "what each check saw: versions, figures, limits", text: checks(masked.checks ?? []))
        files.add("model.yaml", "the platform's model, and where each value came from", text: model(loaded, context))
        files.add("machine.txt", "the program, its line, and the machine it ran on", text: machine(report, context))
        await BundleStack(context).add(to: &files, redactor: redactor, limit: timeout)

        var readme = BundleFiles(redactor: redactor)
        readme.add("README", "this", masked: files.readme(made: context.startedAt))
        let hashed = readme.all + files.all
        readme.add("MANIFEST", "", masked: BundleFiles.manifest(of: hashed))
        return readme.all + files.all
    }

    private func checks(_ outcomes: [CheckOutcome]) -> String {
        outcomes.map { outcome in
            let measures = outcome.measures.map { "    \($0.name) = \($0.value) \($0.unit.rawValue)\n" }
            let line = "\(outcome.status.mark) \(outcome.kind.id) \(outcome.target)  \(outcome.duration.readable)"
            return "\(line)\n    \(outcome.summary)\n\(measures.joined())"
        }.joined()
    }

    private func model(_ loaded: LoadedPlatform, _ context: Context) -> String {
        guard let resolver = try? context.resolver(for: loaded) else { return "# its secrets file cannot be found\n" }
        let effective = EffectiveSettings(loaded, resolver: resolver)
        let listing = SettingListing(effective, withOrigin: true)
        let files = loaded.files.map { "# \($0)\n" }.joined()
        let problems = loaded.problems.map { "# \($0)\n" }.joined()
        let blocks = context.console.redactor.redact(
            Block.indented(listing.blocks(of: effective.root, at: SettingPath()))
        )
        guard case .indented(let lines) = blocks else { return "" }
        return files + problems + text(of: lines, for: Look(width: 100))
    }

    private func machine(_ report: Report, _ context: Context) -> String {
        let line = CommandLine.arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        let own = [
            ("ihctl", Ihctl.version), ("line", line), ("environment", report.environment ?? "none"),
            ("region", report.region ?? "none"), ("began", report.startedAt.ISO8601Format()),
            ("took", report.duration.readable), ("exit status", "\(report.exitStatus.rawValue)"),
        ]
        let facts = own + MachineFacts.all(variables: context.processEnvironment).map { ($0.name, $0.value) }
        let width = (facts.map(\.0.count).max() ?? 0) + 2
        return facts.map { name, value in
            "\(name)\(String(repeating: " ", count: width - name.count))\(value)\n"
        }.joined()
    }
}
