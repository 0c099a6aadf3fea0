/// How a release reaches an environment: branches, canary stages, blue and green.
package struct Delivery: Section {
    package var branch: String?
    package var canary: [Stage] = []
    package var rollBack: RollBack?
    package var blueGreen: BlueGreen?
    package var test: Test?
    package var ihctl: String?

    package init() {}

    package static let summary = "How a release reaches an environment."

    package static let fields: [Field<Delivery>] = [
        field("branch", \.branch, "The branch whose pushes are deployed here."),
        field("canary", \.canary, "The stages of a canary, in order."),
        field("roll_back", \.rollBack, "When a canary is taken back at once."),
        field("test", \.test, "What a change must pass in the pipeline, before anything is built."),
        field(
            "ihctl",
            \.ihctl,
            "The image whose ihctl the pipeline asks, pinned; that of kubernetes.ihctl without it."
        ),
        field("blue_green", \.blueGreen, "The times of a blue-green switch."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        reader.demandPinned(ihctl, "ihctl", at: path, in: setting)
    }

    package struct Test: Section {
        package var image: String?
        package var run: [String] = []

        package init() {}

        package static let summary = "What a change must pass in the pipeline."

        package static let fields: [Field<Test>] = [
            field("image", \.image, "The container it runs in, pinned; the runner itself without it."),
            field("run", \.run, "The commands, each a step.", required: true),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.demandPinned(image, "image", at: path, in: setting)
        }
    }

    package struct Stage: Section {
        package var percent = 100
        package var lasting = Period(seconds: 1_800)
        package var errors: Double?
        package var responseTime: Period?

        package init() {}

        package static let summary = "A stage of a canary."

        package static let fields: [Field<Stage>] = [
            field("percent", \.percent, "Share of the traffic.", required: true, .within(1...100)),
            field("for", \.lasting, "How long it is watched.", .positive),
            field("errors", \.errors, "Percent of errors it must stay under.", .within(0...100)),
            field("response_time", \.responseTime, "Mean answer it must stay under."),
        ]
    }

    package struct RollBack: Section {
        package var errors = 2.0
        package var responseTime = Period(milliseconds: 1_000)

        package init() {}

        package static let summary = "When a canary is taken back at once."

        package static let fields: [Field<RollBack>] = [
            field("errors", \.errors, "Percent of errors.", .within(0...100)),
            field("response_time", \.responseTime, "Mean answer."),
        ]
    }

    package struct BlueGreen: Section {
        package var healthWithin = Period(seconds: 300)
        package var watch = Period(seconds: 300)

        package init() {}

        package static let summary = "The times of a blue-green switch."

        package static let fields: [Field<BlueGreen>] = [
            field("health_within", \.healthWithin, "Green must be well by then."),
            field("watch", \.watch, "How long green is watched before blue goes."),
        ]
    }
}
