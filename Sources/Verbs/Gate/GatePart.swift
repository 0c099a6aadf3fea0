package import Deadlines
package import Words

/// One of the questions that a gate asks, whoever answers it: a value, so that the gate knows nothing of what is judged.
package struct GatePart: Sendable {
    /// What it is chosen and left out by: `migrations.lint`.
    package let name: String
    /// What holds when it passes: `no migration stops traffic or loses data`.
    package let title: String
    /// Whether it asks services that must be there, and wants their secrets.
    package let isLive: Bool
    /// It is left behind when it takes longer.
    package let limit: Duration
    /// Looks, and says what it found.
    ///
    /// A `ResourceFailure` that it throws is what it found; after any other error nobody can tell.
    package let look: @Sendable (Deadline) async throws -> Diagnosis

    package init(
        _ name: String,
        _ title: String,
        isLive: Bool = false,
        limit: Duration,
        _ look: @escaping @Sendable (Deadline) async throws -> Diagnosis,
    ) {
        self.name = name
        self.title = title
        self.isLive = isLive
        self.limit = limit
        self.look = look
    }

    /// Whether a word of the line means it: its name, or the beginning of it up to a dot.
    package func isMeant(by word: String) -> Bool {
        name == word || name.hasPrefix("\(word).")
    }
}
