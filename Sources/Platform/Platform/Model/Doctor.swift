/// What `ihctl doctor` is told for this platform.
package struct DoctorSettings: Section {
    package enum Threshold: String, Choice { case warn, fail, never }

    package var failOn = Threshold.fail
    package var skip: [Skip] = []

    package init() {}

    package static let summary = "What ihctl doctor is told for this platform."

    package static let fields: [Field<DoctorSettings>] = [
        field("fail_on", \.failOn, "From which severity on the answer is no."),
        field("skip", \.skip, "Checks that are left out, and why."),
    ]

    package struct Skip: Section {
        package var check = ""
        package var reason = ""

        package init() {}

        package static let summary = "A check that is left out."

        package static let fields: [Field<Skip>] = [
            field("check", \.check, "An id, an address, a tag, or a pattern of one.", required: true, .notEmpty),
            field("reason", \.reason, "Why; it is shown.", required: true, .notEmpty),
        ]
    }
}
