import Deadlines
import FoundationEssentials
import JSON
import KubernetesAPI
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct ClientTests {
    private let nodes = (1...7).map { "{\"metadata\":{\"name\":\"node-\($0)\"}}" }.joined(separator: ",")

    @Test func `a list is read page by page, and begun again where the server forgot it`() async throws {
        var state = ClusterStandIn.State()
        state.page = 3
        let cluster = try ClusterStandIn(state, objects: ["nodes": "[\(nodes)]"])
        let client = try cluster.client()
        let list = try await client.list(.nodes, by: .ample)
        #expect(list.items.map { NodeObject($0).metadata.name } == (1...7).map { "node-\($0)" })
        #expect(list.date != nil)
        #expect(cluster.seen.count == 3)
        var fault = ClusterStandIn.Fault("/api/v1/nodes", 410, status(410, "Expired"))
        fault.continued = true
        fault.once = true
        state.faults = [fault]
        try cluster.set(state, objects: ["nodes": "[\(nodes)]"])
        #expect(try await client.list(.nodes, by: .ample).items.count == 7)
        let cut = try await client.list(.nodes, page: 2, most: 4, by: .ample)
        #expect(cut.items.count == 4 && cut.isCut)
    }

    @Test func `objects are made, replaced, patched and deleted, and the server's refusals told apart`() async throws {
        let cluster = try ClusterStandIn()
        let client = try cluster.client()
        let object: JSON = ["metadata": ["name": "settings"], "data": ["a": "1"]]
        try await client.create(.configMaps, object, in: "app", by: .ample)
        let twice = try await failure { try await client.create(.configMaps, object, in: "app", by: .ample) }
        #expect(twice.status?.meaning == .alreadyExists)
        try await client.patch(.configMaps, named: "settings", with: ["data": ["b": "2"]], in: "app", by: .ample)
        #expect(
            ConfigMapObject(try await client.get(.configMaps, "settings", in: "app", by: .ample)).keys == ["a", "b"]
        )
        try await client.replace(.configMaps, object, named: "settings", in: "app", by: .ample)
        #expect(ConfigMapObject(try await client.get(.configMaps, "settings", in: "app", by: .ample)).keys == ["a"])
        let absent = try await failure {
            try await client.replace(.configMaps, object, named: "other", in: "app", by: .ample)
        }
        #expect(absent.isNotFound && absent.failureClass == "missing")
        let invalid = try await failure {
            let bad: JSON = ["metadata": ["name": "agent"], "spec": ["replicas": -1]]
            try await client.create(.deployments, bad, in: "app", by: .ample)
        }
        #expect(invalid.status?.meaning == .invalid)
        #expect(invalid.status?.causes == ["spec.replicas: Invalid value: -1"])
        try await client.delete(.configMaps, "settings", in: "app", by: .ample)
        try await client.delete(.configMaps, "settings", in: "app", by: .ample)
        #expect(try await failure { try await client.get(.configMaps, "settings", in: "app", by: .ample) }.isNotFound)
    }

    @Test func `what is applied is ours by name, and what another holds is a conflict until it is forced`() async throws
    {
        let held = "{\"metadata\":{\"name\":\"app\",\"heldBy\":\"kubectl\"},\"data\":{}}"
        let cluster = try ClusterStandIn(objects: ["secrets@app": "[\(held)]"])
        let client = try cluster.client()
        let object: JSON = ["apiVersion": "v1", "kind": "Secret", "metadata": ["name": "app"], "data": ["k": "djE="]]
        let conflict = try await failure {
            try await client.apply(.secrets, object, named: "app", in: "app", by: .ample)
        }
        #expect(conflict.status?.meaning == .conflict)
        let made = try await client.apply(.secrets, object, named: "app", in: "app", force: true, by: .ample)
        #expect(made["metadata"]["appliedBy"].string == "ihctl")
        let dry = try await client.apply(.secrets, object, named: "new", in: "app", isDryRun: true, by: .ample)
        #expect(dry["metadata"]["name"].string == "app")
        #expect(try await failure { try await client.get(.secrets, "new", in: "app", by: .ample) }.isNotFound)
    }

    @Test func `what is forbidden is told with verb and resource, and can be asked beforehand`() async throws {
        var state = ClusterStandIn.State()
        state.denied = [ClusterStandIn.Denial("list", "nodes")]
        let cluster = try ClusterStandIn(state)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        let error = try await failure { try await client.list(.nodes, by: .ample) }
        #expect(error.isForbidden && error.failureClass == "permission")
        #expect(error.asked == KubernetesError.Asked(verb: "list", resource: "nodes"))
        #expect(error.status?.message.contains("User \"ihctl\" cannot list resource \"nodes\"") == true)
        let answer = try await client.may("list", .nodes, by: .ample)
        #expect(!answer.isAllowed && answer.reason == "no rule allows it")
        #expect(try await client.may("get", .secrets, named: "app", in: "app", by: .ample).isAllowed)
        let rules = try await client.rules(in: "app", by: .ample)
        #expect(rules.allow("delete", .deployments) && rules.allow("get", .secrets, named: "app"))
        #expect(!rules.allow("get", .secrets, named: "other") && !rules.allow("get", .pods))
    }

    @Test func `who is not known, and who is known by another way, are told apart`() async throws {
        let cluster = try ClusterStandIn()
        let wrong = try cluster.client(cluster.kubeconfig(user: "token: wr0ng-token"))
        let error = try await failure { try await wrong.version(by: .ample) }
        guard case .unauthorized = error.kind else { throw error }
        #expect(error.failureClass == "auth")
        #expect(!printed(error).contains("wr0ng"))
        let nobody = try cluster.client(cluster.kubeconfig(user: "{}"))
        _ = try await nobody.version(by: .ample)
        #expect(try await failure { try await nobody.list(.nodes, by: .ample) }.isForbidden)
        try cluster.scratch.write("good-token\n", to: "token")
        let users = [
            "client-certificate: admin.pem\n    client-key: admin.key", "{username: ihctl, password: good-password}",
            "tokenFile: token",
        ]
        for user in users {
            let client = try cluster.client(cluster.kubeconfig(user: user))
            #expect(try await client.list(.nodes, by: .ample).items.isEmpty, "\(user)")
        }
    }

    @Test func `a token is read anew from its file for every request`() async throws {
        let cluster = try ClusterStandIn()
        try cluster.scratch.write("old-token", to: "token")
        let client = try cluster.client(cluster.kubeconfig(user: "tokenFile: token"))
        #expect(try await failure { try await client.version(by: .ample) }.failureClass == "auth")
        try cluster.scratch.write("good-token", to: "token")
        #expect(try await client.version(by: .ample).minor == 29)
    }

    @Test func `when a token has ended is read from it`() throws {
        // {"alg":"none"} . {"exp":1577836800} . x
        let token = BearerToken("eyJhbGciOiJub25lIn0.eyJleHAiOjE1Nzc4MzY4MDB9.x")
        #expect(token.expires == Date(kubernetes: "2020-01-01T00:00:00Z"))
        #expect(BearerToken("opaque").expires == nil)
    }

    @Test func `health names the part that does not hold`() async throws {
        let cluster = try ClusterStandIn()
        let client = try cluster.client()
        #expect(try await client.readyz(by: .ample).isSound)
        #expect(try await client.livez(by: .ample).isSound)
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault(
            "/readyz",
            500,
            "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n"
        )
        fault.type = "text/plain"
        state.faults = [fault]
        try cluster.set(state)
        #expect(try await client.readyz(by: .ample).failing == ["etcd"])
    }
}

/// A Status object of failure.
func status(_ code: Int, _ reason: String, _ message: String = "") -> String {
    """
    {"kind":"Status","apiVersion":"v1","status":"Failure","code":\(code),"reason":"\(reason)","message":"\(message)"}
    """
}
