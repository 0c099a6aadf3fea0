import Ladder
import Testing

struct VantageTests {
    @Test(arguments: ["nats", "fr-par-db", "agent.island-hopper.svc", "agent.island-hopper.svc.cluster.local"])
    func `A name of a cluster is known as one`(_ name: String) {
        #expect(Vantage.isOfCluster(name))
    }

    @Test(arguments: ["localhost", "api.example.com", "10.0.0.1", "::1", "svc.example.com"])
    func `A name that anybody can find is not taken for a cluster's`(_ name: String) {
        #expect(!Vantage.isOfCluster(name))
    }
}
