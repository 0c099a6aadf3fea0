import Policies
import Testing

@Suite struct CatalogueTests {
    @Test func `ids are unique, in kebab case, and found by name`() {
        let ids = Policy.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(id)")
            #expect(Policy.named(id)?.id == id)
            // An annotation's name has 63 letters behind its slash.
            #expect("allow-\(id)".count <= 63)
        }
        #expect(Policy.named("no-such-policy") == nil)
    }

    @Test func `a code belongs to one policy`() {
        let codes = Policy.all.flatMap(\.codes)
        #expect(Set(codes).count == codes.count)
    }

    @Test(arguments: Policy.all)
    func `every policy says what is wanted, why, and what to do`(policy: Policy) {
        #expect(!policy.title.isEmpty && !policy.title.hasSuffix("."))
        #expect(policy.why.hasSuffix(".") && policy.remedy.hasSuffix("."))
        #expect(!policy.why.contains("\n") && !policy.remedy.contains("\n"))
        #expect(policy.ruling?.hasSuffix(".") ?? true)
    }

    @Test func `each subject's policies stand together`() {
        var seen: [PolicySubject] = []
        for policy in Policy.all where seen.last != policy.subject {
            #expect(!seen.contains(policy.subject), "\(policy.id)")
            seen.append(policy.subject)
        }
    }
}

extension Policy: CustomTestStringConvertible {
    package var testDescription: String { id }
}
