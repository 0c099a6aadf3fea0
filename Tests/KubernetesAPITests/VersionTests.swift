import KubernetesAPI
import Testing

@Suite struct ServerVersionTests {
    @Test(arguments: [
        ("v1.29.3", 1, 29), ("1.24", 1, 24), ("v1.29.3+k3s1", 1, 29), ("v1.30.0-eks-036c24b", 1, 30), ("v1.24+", 1, 24),
    ])
    func `a version is read with whatever a distribution adds`(text: String, major: Int, minor: Int) throws {
        let version = try #require(ServerVersion(text))
        #expect(version.major == major && version.minor == minor)
    }

    @Test(arguments: ["", "v", "1", "latest", "v1.x"])
    func `what is no version is none`(text: String) {
        #expect(ServerVersion(text) == nil)
    }
}
