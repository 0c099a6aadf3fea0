package import Words

extension Examination {
    /// One fault behind several checks, told once and first.
    package struct RootCause: Sendable, Hashable {
        package var failureClass: FailureClass
        package var message: String
        package var hint: String
        package var behind: [CheckOutcome]
        /// What was seen of it, where one of the checks behind it looked at the cause itself.
        package var evidence: [Finding.Evidence] = []

        /// So many names are not all misspelt.
        static let manyNames = 3
    }

    /// What at least two services of different components fail for alike.
    package var rootCauses: [RootCause] {
        var causes: [RootCause] = []
        let failed = outcomes.filter { $0.status == .fail }
        causes += clock(failed)
        let nameless = failed.filter { $0.failureClass == .dns || $0.failureClass == .dnsNoAnswer }
        let names = Set(nameless.compactMap(\.host))
        let isSilent = nameless.allSatisfy { $0.failureClass == .dnsNoAnswer }
        if names.count >= RootCause.manyNames || isSilent, Set(nameless.map(\.kind.component)).count > 1 {
            causes.append(
                RootCause(
                    failureClass: isSilent ? .dnsNoAnswer : .dns,
                    message: isSilent
                        ? "No name can be found at all: the resolver of this machine does not answer."
                        : "None of \(names.count) names is found from here.",
                    hint: isSilent
                        ? "Look at /etc/resolv.conf and the server named there."
                        : "One cause is likelier than \(names.count): the resolver of this machine, or ihctl stands outside the network that knows them.",
                    behind: nameless
                )
            )
            return causes + sharedHosts(failed.filter { $0.failureClass != .dns })
        }
        return causes + sharedHosts(failed)
    }

    /// Whoever was asked of time says so, or certificates of several services do.
    private func clock(_ failed: [CheckOutcome]) -> [RootCause] {
        let stumbling = failed.filter { $0.failureClass == .clock || $0.failureClass == .tlsNotYetValid }
        if let told = stumbling.first(where: { $0.kind.component == "machine" }), stumbling.count > 1 {
            return [
                RootCause(
                    failureClass: .clock,
                    message: told.summary,
                    hint: "Set the clock (timedatectl set-ntp true), and look again.",
                    behind: stumbling,
                    evidence: told.worst?.evidence ?? []
                )
            ]
        }
        let early = stumbling.filter { $0.failureClass == .tlsNotYetValid }
        guard Set(early.map(\.kind.component)).count > 1 else { return [] }
        return [
            RootCause(
                failureClass: .clock,
                message: "Every certificate seems to begin in the future: this machine's clock is slow.",
                hint: "Set the clock (date -u), and look again.",
                behind: early
            )
        ]
    }

    /// Services on one host that are all out of reach in the same way.
    private func sharedHosts(_ failed: [CheckOutcome]) -> [RootCause] {
        let ofHosts: Set<FailureClass> = [.dns, .connectTimeout, .unreachable]
        let groups = Dictionary(grouping: failed.filter { $0.failureClass.map(ofHosts.contains) == true }) { $0.host }
        return groups.compactMap { host, outcomes -> RootCause? in
            guard let host, Set(outcomes.map(\.kind.component)).count > 1, let kind = outcomes[0].failureClass,
                outcomes.allSatisfy({ $0.failureClass == kind })
            else { return nil }
            let components = Set(outcomes.map(\.kind.component)).sorted().joined(separator: ", ")
            return RootCause(
                failureClass: kind,
                message: kind == .dns
                    ? "There is no host named \(host), and \(components) stand on it."
                    : "Nobody answers at \(host), where \(components) should be.",
                hint: "One cause is enough for all of them: mend \(host) first.",
                behind: outcomes
            )
        }.sorted { $0.message < $1.message }
    }
}

extension CheckOutcome {
    fileprivate var failureClass: FailureClass? { worst?.fault }

    fileprivate var host: String? {
        if case .string(let host)? = worst?.data["host"] { host } else { nil }
    }
}
