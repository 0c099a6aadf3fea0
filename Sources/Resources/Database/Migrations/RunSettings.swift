package import Deadlines
package import PostgreSQL
internal import Words

/// How a run behaves; what is asked for on the line.
package struct RunSettings: Sendable {
    package var author: Author
    /// How long to wait until another runner has ended.
    package var runnerTimeout: Duration = .seconds(60)
    /// How long a statement waits for a lock before it gives way to those behind it; zero waits for ever.
    package var lockTimeout: Duration = .seconds(3)
    /// How often a statement is tried again that did not get its lock.
    package var retries = 10
    /// The limit of what is asked besides the migrations themselves.
    package var timeout: Duration = .seconds(10)
    /// The limit of the whole; a migration itself may take as long as it takes.
    package var deadline: Deadline = .after(.seconds(86_400 * 365))

    package init(author: Author) {
        self.author = author
    }

    var soon: Deadline { Deadline.after(timeout).sooner(of: deadline) }

    /// What the working session is set to, at its beginning and whenever a migration may have changed it.
    ///
    /// A role's own `statement_timeout` would cut a long index build; a session whose runner was killed should see it within a second; strings
    /// are to mean what our lexer takes them for.
    func sessionSettings(serverVersion: Int) -> SQL {
        let watch: SQL = serverVersion >= 140_000 ? ", set_config('client_connection_check_interval', '1s', false)" : ""
        let whole: SQL = serverVersion >= 170_000 ? ", set_config('transaction_timeout', '0', false)" : ""
        return """
            select set_config('lock_timeout', \("\(lockTimeout.wholeMilliseconds)ms"), false),
                set_config('statement_timeout', '0', false),
                set_config('idle_in_transaction_session_timeout', '0', false),
                set_config('standard_conforming_strings', 'on', false),
                set_config('datestyle', 'ISO', false), set_config('client_encoding', 'UTF8', false)\(watch)\(whole)
            """
    }

    /// Makes a used session as good as new: each migration finds it as a run of its own would, so that what a killed run did in two goes is
    /// what an undisturbed one does in one.
    func freshSession(serverVersion: Int) -> [SQL] {
        RunSettings.cleaning + [sessionSettings(serverVersion: serverVersion)]
    }

    static let cleaning: [SQL] = [
        "reset session authorization", "reset all", "deallocate all", "close all", "unlisten *", "discard temp",
    ]

    func pause(afterAttempt attempt: Int) -> Duration {
        let ceiling = min(Duration.milliseconds(100) * (1 << min(attempt, 10)), .seconds(10))
        return ceiling * Double.random(in: 0.5...1)
    }
}

/// What happens while migrations run.
package enum RunEvent: Sendable {
    /// Another runner is at work.
    case waitsForRunner(LockHolder?)
    case begins(RunPlan.Step)
    /// A statement of a migration without a transaction.
    case beginsStatement(RunPlan.Step, number: Int)
    /// What a run that was cut short had begun turned out to be done.
    case foundDone(RunPlan.Step, number: Int)
    case droppedInvalidIndex(String)
    case waitsForLocks([Blocker])
    case triesAgain(RunPlan.Step, attempt: Int, after: Duration)
    /// What the server remarks while a migration runs: `NOTICE`, `WARNING`.
    case remark(RunPlan.Step, Notice)
    /// A statement has been running for a while; told again and again.
    case stillRuns(RunPlan.Step, number: Int, Duration)
    case ends(RunPlan.Step, Duration)
}
