/// What is watched, how often, and when to call someone.
package struct Health: Section {
    package var checks = Named<HealthCheck>()
    package var history = 1_000
    package var alertAfterFailures = 3
    package var alertWindow = Period(seconds: 900)
    package var usageWarning = 80
    package var usageCritical = 90

    package init() {}

    package static let summary = "What is watched."

    package static var fields: [Field<Health>] {
        [
            field("checks", \.checks, "What is asked, and how often."),
            field("history", \.history, "Results kept of each.", .within(10...1_000_000)),
            field("alert_after_failures", \.alertAfterFailures, "Failures in a row that call someone.", .atLeast(1)),
            field("alert_window", \.alertWindow, "More than half failed in this time calls someone too."),
            field("usage_warning", \.usageWarning, "Percent used that warns.", .within(1...100)),
            field("usage_critical", \.usageCritical, "Percent used that is critical.", .within(1...100)),
        ]
    }

    package struct HealthCheck: Section {
        package var every = Period(seconds: 60)
        package var timeout = Period(seconds: 30)
        package var critical = false

        package init() {}

        package static let summary = "One thing watched."

        package static var fields: [Field<HealthCheck>] {
            [
                field("every", \.every, "How often."),
                field("timeout", \.timeout, "How long an answer may take."),
                field("critical", \.critical, "Its failure is the platform's."),
            ]
        }
    }
}

/// Regular work, backups and how long data is kept.
package struct Maintenance: Section {
    package var daily: [String] = []
    package var weekly: [String] = []
    package var monthly: [String] = []
    package var keepBackups = Period(seconds: 30 * 86_400)
    package var retention = Named<Period>()

    package init() {}

    package static let summary = "Regular work, backups and how long data is kept."

    package static var fields: [Field<Maintenance>] {
        [
            field("daily", \.daily, "Done each day."),
            field("weekly", \.weekly, "Done each week."),
            field("monthly", \.monthly, "Done each month."),
            field("keep_backups", \.keepBackups, "Age at which a backup goes."),
            field("retention", \.retention, "How long each kind of data is kept."),
        ]
    }
}

/// Roles, API keys and tokens.
package struct Access: Section {
    package var roles = Named<Role>()
    package var apiKeys = APIKeys()
    package var tokenLifetime = Period(seconds: 3_600)

    package init() {}

    package static let summary = "Roles, API keys and tokens."

    package static var fields: [Field<Access>] {
        [
            field("roles", \.roles, "What each role may do."),
            field("api_keys", \.apiKeys, "The agent's own API keys."),
            field("token_lifetime", \.tokenLifetime, "How long an HS256 token holds."),
        ]
    }

    package struct Role: Section {
        package var may: [String] = []

        package init() {}

        package static let summary = "What a role may do."

        package static var fields: [Field<Role>] {
            [field("may", \.may, "Its permissions.", required: true)]
        }
    }

    package struct APIKeys: Section {
        package var prefix = "ak_"
        package var lifetime = Period(seconds: 30 * 86_400)
        package var requestsPerHour = 100
        package var permissions: [String] = ["chat", "health", "admin"]

        package init() {}

        package static let summary = "The agent's own API keys."

        package static var fields: [Field<APIKeys>] {
            [
                field("prefix", \.prefix, "How one begins."),
                field("lifetime", \.lifetime, "How long one holds."),
                field("requests_per_hour", \.requestsPerHour, "Allowed with one.", .atLeast(1)),
                field("permissions", \.permissions, "What a key may be given."),
            ]
        }
    }
}
