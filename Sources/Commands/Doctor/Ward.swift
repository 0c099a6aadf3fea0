internal import CommandLineKit
internal import Deadlines
internal import Doctor
internal import FoundationEssentials
internal import Platform
internal import Words

/// What a doctor looks after: an environment, the checks that are wanted of it, and where each is declared.
struct Ward: Sendable {
    let loaded: LoadedPlatform
    let context: Context
    let selection: Selection
    let timeout: Duration
    private let patients: ComposedCheckups

    /// How long a whole run may take by itself: some checks wait for others, and hardly more than six rungs stand above one another.
    static func limit(_ timeout: Duration) -> Duration { max(timeout * 6, .seconds(30)) }

    /// What belongs to others: with --offline nobody outside the platform's own hosts is asked.
    private static let outside = ["providers", "scaleway", "telemetry.channels"]

    init(_ context: Context, only: [String], skip: [String], isOffline: Bool, timeout: Duration) throws {
        self.context = context
        self.timeout = timeout
        loaded = try context.load()
        patients = try context.checkups(of: loaded, timeout: timeout)
        let declared = loaded.platform.doctor.skip.map { Selection.Skip($0.check, because: $0.reason) }
        let offline = isOffline ? Ward.outside.map { Selection.Skip($0, because: "left out with --offline") } : []
        let asked = skip.map { Selection.Skip($0, because: "left out with --skip") }
        selection = Selection(only: only, skip: asked + offline + declared)
        let stray = selection.meaningless(among: doctor.checks, known: CheckCatalogue.all)
        if let word = stray.first {
            let addresses = patients.patients.map { $0.checkup().address.description }
            let known = CheckCatalogue.all.flatMap { [$0.id, $0.component] + $0.tags }
            let near = NearestName.all(to: word, among: word.contains("/") ? addresses : known)
            let isDeclared = declared.contains { $0.pattern == word }
            throw UsageError(
                "\(isDeclared ? "doctor.skip of the platform file: " : "")no check is called \(JSONValue.quoted(word))",
                hint: !near.isEmpty
                    ? "did you mean \(near.joined(separator: " or "))?"
                    : word.contains("/")
                        ? "here are: \(addresses.joined(separator: ", "))" : "ihctl doctor --list names them all"
            )
        }
    }

    var threshold: Examination.Threshold {
        switch loaded.platform.doctor.failOn {
        case .warn: .warn
        case .fail: .fail
        case .never: .never
        }
    }

    var regions: [String] { patients.regions }
    /// Components that the platform file does not name.
    var undeclared: [String] { patients.undeclared }

    /// Those of them that were asked for.
    var missed: [String] {
        undeclared.filter { component in
            selection.only.isEmpty
                || selection.only.contains { word in
                    word.split(whereSeparator: { "./".contains($0) }).contains { $0 == component }
                }
        }
    }

    /// Made anew for each look: what a check opened is closed after it.
    private var doctor: Doctor {
        Doctor(patients.patients.map { $0.checkup() }, conclusions: patients.conclusions, timeout: timeout)
    }

    /// What is asked for of this environment.
    var appointments: [Doctor.Appointment] { doctor.appointments(of: selection) }

    func examine(by deadline: Deadline, hear: @escaping @Sendable (Doctor.Event) -> Void) async -> Examination {
        located(await doctor.examine(selection, by: deadline, hear: hear))
    }

    /// Looks again until all is well or the time is up; the last look counts.
    func retry(_ first: Examination, until end: Deadline, _ echo: DoctorEcho) async -> Examination {
        var examination = first
        var pause = Duration.milliseconds(500)
        while !examination.isHealthy, !end.hasPassed, !Task.isCancelled {
            echo.wait(for: examination, until: end)
            try? await Task.sleep(for: min(pause, end.remaining))
            pause = min(pause * 2, .seconds(5))
            // A look that has begun is brought to its end, but not far beyond the time.
            examination = await examine(by: .after(max(end.remaining, .seconds(1))), hear: { _ in })
        }
        return examination
    }

    /// Every finding points at the line of the platform file that declares what it is about.
    private func located(_ examination: Examination) -> Examination {
        var examination = examination
        for index in examination.outcomes.indices {
            let outcome = examination.outcomes[index]
            let place = loaded.place(of: outcome.setting)
            for number in outcome.findings.indices {
                if outcome.findings[number].place == nil { examination.outcomes[index].findings[number].place = place }
                examination.outcomes[index].findings[number].adviseTheStack(in: loaded)
            }
        }
        return examination
    }
}
