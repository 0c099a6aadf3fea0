import FoundationEssentials
import TestSupport
import Testing

@Suite struct ExplainTests {
    private struct Listing: Decodable {
        struct Topic: Decodable {
            let id, kind, title, summary: String
            let aliases, what_to_do, related: [String]
        }
        let schema: String
        let topics: [Topic]
    }

    private func topics(_ ids: String...) async throws -> Listing {
        let told = try await Checkout("explain").line([Checkout.program, "explain"] + ids + ["--format", "json"])
        #expect(told.status == 0, "\(told.errors)")
        return try JSONDecoder().decode(Listing.self, from: Data(told.output.utf8))
    }

    @Test func `every topic is whole, named once, and leads to topics that exist`() async throws {
        let all = try await topics()
        #expect(all.schema == "ihctl.explain/1")
        let ids = all.topics.map(\.id)
        #expect(ids.count > 25)
        let words = ids + all.topics.flatMap(\.aliases)
        #expect(Set(words).count == words.count)
        for topic in all.topics {
            #expect(topic.id == topic.id.lowercased())
            #expect(!topic.title.isEmpty && !topic.title.hasSuffix("."), "\(topic.id)")
            #expect(beginsSmall(topic.title), "\(topic.id)")
            #expect(topic.summary.hasSuffix("."), "\(topic.id)")
            #expect(!topic.what_to_do.isEmpty, "\(topic.id)")
            #expect(!topic.related.isEmpty && !topic.related.contains(topic.id), "\(topic.id)")
            for other in topic.related { #expect(ids.contains(other), "\(topic.id) names \(other)") }
        }
    }

    @Test func `several ids are told in the order asked for, each once, by whatever name`() async throws {
        #expect(
            try await topics("tls_expired", "3", "DNS", "exit.3").topics.map(\.id) == ["tls_expired", "exit.3", "dns"]
        )
        let text = try await Checkout("explain")("explain", "config.invalid")
        #expect(text.output.contains("What to do\n"))
        #expect(text.output.contains("Not so\n  database:\n    pool:\n      mox: 20\n"))
        #expect(text.output.contains("related   config.doubtful"))
    }

    @Test(arguments: [
        ("tls_expird", "did you mean tls_expired"), ("Config.Invald", "did you mean config.invalid"),
        ("zzzzzz", "ihctl explain lists all there is"), ("password=hunter2", "ihctl explain lists all there is"),
    ])
    func `an unknown id is wrong usage, with the nearest name`(id: String, hint: String) async throws {
        let told = try await Checkout("explain")("explain", "dns", id)
        #expect(told.status == 2)
        #expect(told.output.isEmpty)
        #expect(told.errors.contains("ihctl explain: nothing is called"))
        #expect(told.errors.contains(hint), "\(told.errors)")
        #expect(!told.errors.contains("hunter2"))
    }

    @Test func `alone it lists all by kind, and a shell completes the ids`() async throws {
        let checkout = Checkout("explain")
        let listed = try await checkout("explain")
        #expect(listed.status == 0)
        #expect(listed.output.contains("failure classes\n  dns "))
        #expect(listed.output.contains("exit statuses\n"))
        let offered = try await checkout("__complete", "ihctl", "explain", "dns", "dns")
        #expect(offered.output.hasPrefix("values\ndns_no_answer\tno resolver says whether the name exists\n"))
    }
}

/// A title is half a sentence; only a name of somebody's begins with a capital.
func beginsSmall(_ title: String) -> Bool {
    let names = [
        "PostgreSQL", "Redis", "NATS", "JetStream", "Prometheus", "Alertmanager", "Grafana", "Scaleway", "Kubernetes",
        "TLS", "AppArmor", "SELinux", "Services",
    ]
    guard title.first?.isUppercase == true else { return true }
    return names.contains { title.hasPrefix($0) }
}
