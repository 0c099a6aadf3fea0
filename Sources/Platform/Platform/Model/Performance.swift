/// What is expected of an agent's answers.
package struct Performance: Section {
    package var responseTimeMin = Period(milliseconds: 500)
    package var responseTimeMax = Period(seconds: 3)
    package var responseTimeP95 = Period(seconds: 5)
    package var requestsPerMinute = 1_000
    package var errors = 2.0
    package var cpu = 80
    package var memory = 85
    package var queueDepth = 10
    package var modelShare = 70
    package var toolShare = 30
    package var sessionShare = 20
    package var meanTotal = Period(seconds: 5)
    package var providerSpread = 3.0
    package var trend = 10
    package var trendOver = 3

    package init() {}

    package static let summary = "What is expected of an agent's answers."

    package static let fields: [Field<Performance>] = [
        field("response_time_min", \.responseTimeMin, "A quick answer."),
        field("response_time_max", \.responseTimeMax, "A slow one that is still right."),
        field("response_time_p95", \.responseTimeP95, "95 of 100 answers are quicker."),
        field("requests_per_minute", \.requestsPerMinute, "What one agent carries.", .atLeast(1)),
        field("errors", \.errors, "Percent of errors.", .within(0...100)),
        field("cpu", \.cpu, "Percent of the processors.", .within(1...100)),
        field("memory", \.memory, "Percent of the memory.", .within(1...100)),
        field("queue_depth", \.queueDepth, "Requests waiting.", .atLeast(0)),
        field(
            "model_share",
            \.modelShare,
            "Percent of the time in models that makes them the bottleneck.",
            .within(1...100)
        ),
        field("tool_share", \.toolShare, "The same of tools.", .within(1...100)),
        field("session_share", \.sessionShare, "The same of sessions.", .within(1...100)),
        field("mean_total", \.meanTotal, "A mean over this asks for caching and quicker models."),
        field(
            "provider_spread",
            \.providerSpread,
            "Slowest over quickest provider that asks for a look.",
            .within(1...1_000)
        ),
        field("trend", \.trend, "Percent of change that makes a trend.", .within(1...100)),
        field("trend_over", \.trendOver, "Runs of late that are held against those before.", .within(1...1_000)),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        reader.demandOrder(
            ("response_time_min", responseTimeMin),
            ("response_time_max", responseTimeMax),
            at: path,
            in: setting,
        )
    }
}
