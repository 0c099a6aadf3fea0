/// A region: its part in the whole, and what it lays over the model.
package struct Region: Section {
    package enum Role: String, Choice { case primary, replica }

    package var role = Role.replica
    package var priority = 1
    package var endpoint: Reference?
    package var dataMayLeaveTo: [String] = []
    package var database: Overlay<Database>?
    package var storage: Overlay<Storage>?
    package var messaging: Overlay<Messaging>?
    package var cache: Overlay<Cache>?
    package var agent: Overlay<Agent>?
    package var kubernetes: Overlay<Kubernetes>?
    package var telemetry: Overlay<Telemetry>?

    package init() {}

    package static let summary = "A region; the sections under it are laid over those of the platform."

    /// The sections a region may lay over the model.
    package static let overlays = ["database", "storage", "messaging", "cache", "agent", "kubernetes", "telemetry"]

    package static let fields: [Field<Region>] = [
        field("role", \.role, "Takes the writes, or follows.", required: true),
        field(
            "priority",
            \.priority,
            "Failover goes to the lowest number that is well.",
            required: true,
            .atLeast(1)
        ),
        field("endpoint", \.endpoint, "The cloud's API in this region."),
        field("data_may_leave_to", \.dataMayLeaveTo, "Regions this one's data may go to; none keeps it here."),
        field("database", \.database, "Laid over database."),
        field("storage", \.storage, "Laid over storage."),
        field("messaging", \.messaging, "Laid over messaging."),
        field("cache", \.cache, "Laid over cache."),
        field("agent", \.agent, "Laid over agent."),
        field("kubernetes", \.kubernetes, "Laid over kubernetes."),
        field("telemetry", \.telemetry, "Laid over telemetry."),
    ]
}

package struct Availability: Section {
    package var target = 99.9
    package var geoDNS = false
    package var readsFallBackToPrimary = true

    package init() {}

    package static let summary = "What is promised across regions."

    package static let fields: [Field<Availability>] = [
        field("target", \.target, "Percent of the time that it answers.", .within(0...100)),
        field("geo_dns", \.geoDNS, "Names lead to the nearest region."),
        field("reads_fall_back_to_primary", \.readsFallBackToPrimary, "A dead replica's reads go to the primary."),
    ]
}

package struct Scaleway: Section {
    package var accessKey = SecretReference.variable("SCALEWAY_ACCESS_KEY")
    package var secretKey = SecretReference.variable("SCALEWAY_SECRET_KEY")
    package var project = Reference(.variable("SCALEWAY_PROJECT_ID", fallback: nil))

    package init() {}

    package static let summary = "The cloud account."

    package static let fields: [Field<Scaleway>] = [
        field("access_key", \.accessKey, "The API key's id."),
        field("secret_key", \.secretKey, "The API key's secret."),
        field("project", \.project, "The project's id."),
    ]
}
