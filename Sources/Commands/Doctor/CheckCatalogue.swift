internal import Configuration
internal import Machine
internal import Words

/// Every check there is, in the order in which results are told: the one place where the catalogues of the nouns come together.
enum CheckCatalogue {
    static let all: [CheckKind] = ConfigurationChecks.all + MachineChecks.all
}
