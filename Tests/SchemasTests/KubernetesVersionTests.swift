import Schemas
import Testing

@Suite struct KubernetesVersionTests {
    @Test(arguments: [("1.30", 30), ("v1.28", 28), ("1.30.4", 30), ("v1.30.4-eks-1a2b", 30), ("1.27+", 27), ("1.9", 9)])
    func `a version is read as clusters and people write it`(text: String, minor: Int) {
        #expect(KubernetesVersion(text)?.minor == minor)
    }

    @Test(arguments: ["", "1", "2.0", "1.", "1.x", "1.30x.2", "latest", "1.-3", "01.30", "1.99999"])
    func `what is no version is none`(text: String) {
        #expect(KubernetesVersion(text) == nil)
    }

    @Test func `versions beyond those known are held against the nearest`() {
        #expect(SchemaCatalogue(KubernetesVersion(minor: 20)).nearest.minor == 24)
        #expect(SchemaCatalogue(KubernetesVersion(minor: 40)).nearest.minor == 37)
        #expect(!SchemaCatalogue(KubernetesVersion(minor: 40)).isExact)
        #expect(SchemaCatalogue(KubernetesVersion(minor: 31)).isExact)
        #expect(KubernetesVersion.known.lowerBound.description == "1.24")
    }
}
