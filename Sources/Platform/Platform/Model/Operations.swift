/// What is watched, how often, and when to call someone.
package struct Health: Section {
    package var checks = Named<HealthCheck>()
    package var history = 1_000
    package var alertAfterFailures = 3
    package var alertWindow = Period(seconds: 900)
    package var alertShare = 50
    package var usageWarning = 80
    package var usageCritical = 90

    package init() {}

    package static let summary = "What is watched."

    package static let fields: [Field<Health>] = [
        field("checks", \.checks, "What is asked, and how often."),
        field("history", \.history, "Results kept of each.", .within(10...1_000_000)),
        field("alert_after_failures", \.alertAfterFailures, "Failures in a row that call someone.", .atLeast(1)),
        field("alert_window", \.alertWindow, "The time alert_share looks back on.", .positive),
        field("alert_share", \.alertShare, "More percent failed than this calls someone too.", .within(1...100)),
        field("usage_warning", \.usageWarning, "Percent used that warns.", .within(1...100)),
        field("usage_critical", \.usageCritical, "Percent used that is critical.", .within(1...100)),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        let (warning, critical) = (("usage_warning", usageWarning), ("usage_critical", usageCritical))
        reader.demandOrder(warning, critical, at: path, in: setting)
    }

    package struct HealthCheck: Section {
        package var every = Period(seconds: 60)
        package var timeout = Period(seconds: 30)
        package var critical = false

        package init() {}

        package static let summary = "One thing watched."

        package static let fields: [Field<HealthCheck>] = [
            field("every", \.every, "How often.", .positive),
            field("timeout", \.timeout, "How long an answer may take.", .positive),
            field("critical", \.critical, "Its failure is the platform's."),
        ]
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

    package static let fields: [Field<Maintenance>] = [
        field("daily", \.daily, "Done each day."),
        field("weekly", \.weekly, "Done each week."),
        field("monthly", \.monthly, "Done each month."),
        field("keep_backups", \.keepBackups, "Age at which a backup goes."),
        field("retention", \.retention, "How long each kind of data is kept."),
    ]
}
