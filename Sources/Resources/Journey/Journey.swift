package import Deadlines
internal import FoundationEssentials
package import Words

/// A station on the way of a piece of work: it takes what came from the one before, and gives what the next one needs.
package protocol Station: Sendable {
    /// `database`.
    var name: String { get }

    /// Leaves the note there, and gives what can be read back.
    func pass(_ note: String, named id: String, by deadline: Deadline) async throws -> String

    /// Takes away what the note left, also where it was never left; false where something may still be there.
    func cleanUp(_ id: String, by deadline: Deadline) async -> Bool
}

/// One piece of work that goes through all services as the platform's own does, under one id, and leaves nothing behind.
package struct Journey: Checkable {
    private let region: String
    private let stations: [any Station]
    /// Single checks without which the way leads nowhere: that the bucket is there.
    private let waitsFor: [CheckOutcome.Blocker]

    package init(region: String, through stations: [any Station], waitsFor: [CheckOutcome.Blocker] = []) {
        self.region = region
        self.stations = stations
        self.waitsFor = waitsFor
    }

    package func checkup() -> Checkup {
        let target = Address(region, "platform")
        return Checkup(
            of: target,
            [
                Check(JourneyChecks.roundtrip, of: target, waitsFor: waitsFor) { deadline in
                    await travel(by: deadline, at: target)
                }
            ]
        )
    }

    private func travel(by deadline: Deadline, at target: Address) async -> Diagnosis {
        // As storage's own probes are named: what a killed run leaves is known by its age, and swept.
        let id = "\(Int(Date().timeIntervalSince1970))-\(UInt64.random(in: 0 ..< .max))"
        let sent = "journey \(id)"
        var note = sent
        var measures: [Measure] = []
        var visited: [any Station] = []
        var failure: Finding?
        for station in stations {
            let began = ContinuousClock.now
            visited.append(station)
            do {
                note = try await station.pass(note, named: id, by: deadline)
            } catch {
                failure = lost(at: station, after: visited.dropLast().map(\.name), because: error, target)
                break
            }
            measures.append(Measure("\(station.name)_leg", ContinuousClock.now - began))
            guard note == sent else {
                failure = changed(at: station, target)
                break
            }
        }
        // In time of its own: what was begun is taken away also where the time for the way is up, or somebody stopped it.
        let left = await cleanUp(visited, id)
        if var failure {
            if !left.isEmpty { failure.evidence.append(.fact("left behind", left.joined(separator: ", "))) }
            return .found(failure, measures: measures)
        }
        return .healthy(stations.map(\.name).joined(separator: " → "), measures: measures)
    }

    /// Cleans all at once, so that a service that hangs keeps no other from it; gives where something may be left.
    private func cleanUp(_ stations: [any Station], _ id: String) async -> [String] {
        await unstopped {
            await withTaskGroup(of: String?.self) { group in
                for station in stations {
                    group.addTask {
                        await station.cleanUp(id, by: .after(.seconds(1))) ? nil : "\(id) at the \(station.name)"
                    }
                }
                var left: [String] = []
                for await one in group { if let one { left.append(one) } }
                return left.sorted()
            }
        }
    }

    private func lost(at station: any Station, after earlier: [String], because error: any Error, _ target: Address)
        -> Finding
    {
        Finding(
            JourneyChecks.roundtrip,
            at: target,
            .brokenAnswer,
            "A piece of work gets lost at the \(station.name).",
            evidence: [
                .fact("came through", earlier.isEmpty ? "nothing yet" : earlier.joined(separator: ", ")),
                .fact("error", words(for: error)),
            ],
            remedies: [
                .hint(
                    "The checks of the \(station.name) tell more; each service may be well where all together are not."
                )
            ]
        )
    }

    private func changed(at station: any Station, _ target: Address) -> Finding {
        Finding(
            JourneyChecks.roundtrip,
            at: target,
            .corrupt,
            "The \(station.name) gave back something else than it was given.",
            remedies: [.hint("Something stands between ihctl and the service, or two services share one name.")]
        )
    }
}
