internal import Words

/// All that `ihctl explain` knows; a new kind of finding is named here once.
enum Topics {
    static let all: [Topic] = [
        configurationTopics,
        configurationCheckTopics,
        togetherTopics,
        reachTopics,
        encryptionTopics,
        faultTopics,
        refusalTopics,
        schemaTopics,
        renderTopics,
        templateTopics,
        migrateTopics,
        adoptTopics,
        lintTopics,
        policyTopics,
        cacheTopics,
        databaseCheckTopics,
        databaseTopics,
        kubernetesTopics,
        messagingCheckTopics,
        messagingTopics,
        providersTopics,
        statusTopics,
        storageCheckTopics,
        storageTopics,
        telemetryTopics,
        secretTopics,
        outcomeTopics,
        exitTopics,
    ].flatMap(\.self)

    /// By id, or by another word it is known under.
    static func named(_ name: String) -> Topic? {
        let wanted = name.lowercased()
        return all.first { $0.id == wanted } ?? all.first { $0.aliases.contains(wanted) }
    }

    /// Those that the findings speak of, each once.
    static func of(_ findings: [Finding]) -> [Topic] {
        let names = Set(findings.flatMap { [$0.topic, $0.id].compactMap(\.self) })
        return all.filter { names.contains($0.id) }
    }

    /// Every word that can be asked for.
    static var names: [String] { all.flatMap { [$0.id] + $0.aliases } }
}
