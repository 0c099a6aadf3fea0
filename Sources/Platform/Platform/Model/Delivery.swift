/// How a release reaches an environment: branches, canary stages, blue and green.
package struct Delivery: Section {
    package var branch: String?
    package var canary: [Stage] = []
    package var rollBack: RollBack?
    package var blueGreen: BlueGreen?

    package init() {}

    package static let summary = "How a release reaches an environment."

    package static var fields: [Field<Delivery>] {
        [
            field("branch", \.branch, "The branch whose pushes are deployed here."),
            field("canary", \.canary, "The stages of a canary, in order."),
            field("roll_back", \.rollBack, "When a canary is taken back at once."),
            field("blue_green", \.blueGreen, "The times of a blue-green switch."),
        ]
    }

    package struct Stage: Section {
        package var percent = 100
        package var lasting = Period(seconds: 1_800)
        package var errors: Double?
        package var responseTime: Period?

        package init() {}

        package static let summary = "A stage of a canary."

        package static var fields: [Field<Stage>] {
            [
                field("percent", \.percent, "Share of the traffic.", required: true, .within(1...100)),
                field("for", \.lasting, "How long it is watched."),
                field("errors", \.errors, "Percent of errors it must stay under.", .within(0...100)),
                field("response_time", \.responseTime, "Mean answer it must stay under."),
            ]
        }
    }

    package struct RollBack: Section {
        package var errors = 2.0
        package var responseTime = Period(milliseconds: 1_000)

        package init() {}

        package static let summary = "When a canary is taken back at once."

        package static var fields: [Field<RollBack>] {
            [
                field("errors", \.errors, "Percent of errors.", .within(0...100)),
                field("response_time", \.responseTime, "Mean answer."),
            ]
        }
    }

    package struct BlueGreen: Section {
        package var healthWithin = Period(seconds: 300)
        package var watch = Period(seconds: 300)

        package init() {}

        package static let summary = "The times of a blue-green switch."

        package static var fields: [Field<BlueGreen>] {
            [
                field("health_within", \.healthWithin, "Green must be well by then."),
                field("watch", \.watch, "How long green is watched before blue goes."),
            ]
        }
    }
}

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

    package init() {}

    package static let summary = "What is expected of an agent's answers."

    package static var fields: [Field<Performance>] {
        [
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
        ]
    }
}
