@testable import DatabaseHealth

extension View {
    /// From the agent's own connection to a primary.
    static func of(_ ward: Ward) -> View {
        View(
            ward: ward,
            role: "agent",
            isOfAdmin: false,
            isSuperuser: false,
            hiddenSessions: 0,
            isInRecovery: false,
            version: 150_018,
            serverAddress: "127.0.0.1:5432"
        )
    }
}
