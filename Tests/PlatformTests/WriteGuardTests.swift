import Platform
import Testing
import Words

@Suite
struct WriteGuardTests {
    private func writeGuard(_ layer: String) throws -> WriteGuard {
        WriteGuard(try ProjectFixture("platform: t\n", ["production": layer]).load("production"))
    }

    /// Why it was refused; nil where it passes.
    private func verdict(_ guarding: WriteGuard, _ observed: [IdentityFact: String?], _ word: String? = nil)
        -> GuardRefusal?
    {
        do throws(GuardRefusal) {
            try guarding.permit(observed: observed, confirmation: word)
            return nil
        } catch {
            return error
        }
    }

    @Test
    func `an environment that says nothing lets everything pass`() throws {
        let open = try writeGuard("")
        #expect(!open.wantsConfirmation)
        #expect(verdict(open, [:]) == nil)
        #expect(verdict(open, [.database: "anything", .cluster: nil]) == nil)
        #expect(verdict(open, [:], "whatever") == nil)
    }

    @Test(arguments: IdentityFact.allCases)
    func `each fact must be what the server says`(fact: IdentityFact) throws {
        let guarding = try writeGuard("identity: {\(fact.rawValue): '7412'}")
        #expect(verdict(guarding, [fact: "7412"]) == nil)
        #expect(verdict(guarding, [fact: "7413"]) == .wrongTarget(fact, expected: "7412", found: "7413"))
        #expect(verdict(guarding, [fact: ""]) == .wrongTarget(fact, expected: "7412", found: ""))
        #expect(verdict(guarding, [fact: String?.none]) == .untold(fact, expected: "7412"))
        // A server this verb does not write to is not asked.
        #expect(verdict(guarding, [:]) == nil)
        let other = try #require(IdentityFact.allCases.first { $0 != fact })
        #expect(verdict(guarding, [other: "x"]) == nil)
    }

    @Test
    func `every fact has its key in the platform file`() {
        guard case .section(let identity) = Identity.shape else { return }
        #expect(identity.fields.map(\.name) == IdentityFact.allCases.map(\.rawValue))
    }

    @Test
    func `a protected environment wants its name, exactly`() throws {
        let guarding = try writeGuard("protected: true\nidentity: {database: shop}")
        #expect(guarding.wantsConfirmation)
        #expect(verdict(guarding, [.database: "shop"], "production") == nil)
        #expect(verdict(guarding, [.database: "shop"]) == .unconfirmed(environment: "production"))
        for word in ["", "Production", "production ", "staging", "yes"] {
            #expect(
                verdict(guarding, [.database: "shop"], word)
                    == .wronglyConfirmed(environment: "production", given: word)
            )
        }
        // The wrong server is told before anybody is asked for a word, and the word does not help.
        #expect(
            verdict(guarding, [.database: "toy"], "production")
                == .wrongTarget(.database, expected: "shop", found: "toy")
        )
    }

    @Test
    func `a refusal says what to do`() {
        #expect(
            GuardRefusal.wrongTarget(.natsServer, expected: "a", found: "b").description
                == "wrong target: identity.nats_server is \"a\", the server says \"b\""
        )
        #expect(
            GuardRefusal.untold(.cluster, expected: "a").description
                == "identity.cluster is \"a\", and the server does not tell its own"
        )
        #expect(
            GuardRefusal.unconfirmed(environment: "production").description
                == "production is protected: type its name, or give --confirm production"
        )
        #expect(
            GuardRefusal.wronglyConfirmed(environment: "production", given: "prod").description
                == "production is protected: \"prod\" is not its name"
        )
    }
}
