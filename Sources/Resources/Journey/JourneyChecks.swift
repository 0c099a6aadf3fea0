package import Words

/// What doctor asks of all services together.
package enum JourneyChecks {
    package static let roundtrip = CheckKind(
        "platform.roundtrip",
        "one piece of work goes through database, messaging and storage and back",
        requires: ["database.connect", "messaging.connect", "storage.connect"],
        tags: ["writes"]
    )

    package static let all = [roundtrip]
}
