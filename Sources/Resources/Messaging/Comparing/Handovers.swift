internal import JSON
internal import NATS

/// Which stream must be as it should be before which: who gives up a subject goes before who takes it, an origin before its copy.
struct Handovers {
    private var edges: [String: Set<String>] = [:]
    private let givers: [String: Set<String>]

    init(_ desired: DesiredMessaging, _ seen: Observation, _ final: [String: [String]]) {
        let declared = Set(desired.streams.map(\.name))
        let current = SubjectMap(seen.streams.mapValues(\.configuration.subjects))
        var givers: [String: Set<String>] = [:]
        // Only streams whose subjects change have anything to take.
        let taking = desired.streams.filter { stream in
            Set(final[stream.name] ?? []) != Set(seen.streams[stream.name]?.configuration.subjects ?? [])
        }
        if !taking.isEmpty {
            let index = current.lookup()
            for stream in taking {
                let owners = index.owners(of: final[stream.name] ?? [])
                let others = owners.intersection(declared).subtracting([stream.name])
                // What still collides at the end is an overlap, and told as one.
                givers[stream.name] = others.filter { other in
                    !(final[other] ?? []).contains { kept in
                        (final[stream.name] ?? []).contains { Subjects.collide(kept, $0) }
                    }
                }
            }
        }
        self.givers = givers
        edges = givers
        for stream in desired.streams {
            for origin in stream.origins
            where declared.contains(origin) && origin != stream.name && !reaches(from: origin, stream.name) {
                edges[stream.name, default: []].insert(origin)
            }
        }
    }

    /// Streams that go first.
    func before(_ stream: String) -> Set<String> {
        refusal(of: stream) == nil ? edges[stream] ?? [] : []
    }

    /// Two streams that each want what the other has: neither can go first.
    func refusal(of stream: String) -> String? {
        guard let others = givers[stream] else { return nil }
        guard let other = others.sorted().first(where: { reaches(from: $0, stream) }) else { return nil }
        return "streams \(stream) and \(other) exchange subjects: let one give them up first"
    }

    private func reaches(from start: String, _ goal: String) -> Bool {
        var seen: Set<String> = []
        var open = [start]
        while let next = open.popLast() {
            if next == goal { return true }
            if seen.insert(next).inserted { open += edges[next] ?? [] }
        }
        return false
    }
}
