import Doctor
import Glibc
import HTTP
import Platform
import S3
import TestSupport
import Testing
import Words

@testable import Storage

/// A store of which one part is gone, and the others answer as if nothing were.
@Suite(.live, .serialized, .timeLimit(.minutes(5))) struct StorePartsTests {
    private let name = Scene.name()

    private func store(withIdentities: Bool = true) async throws -> SplitStore {
        let store = try SplitStore(scopedTo: name, withIdentities: withIdentities)
        let hands = try resource(declared(name, "{}"), at: store.endpoint)
        try await hands.bootstrap()
        return store
    }

    @Test func `dead volumes: the bucket lists, and bytes have no way`() async throws {
        let store = try await store()
        defer { keep(store) }
        let resource = try resource(declared(name, "{}"), at: store.endpoint)
        #expect(await examine(resource).told == [])
        store.volume.send(SIGKILL)
        store.volume.stop()
        let examination = await examine(resource, timeout: .seconds(12))
        #expect(examination["storage.connect"]?.status == .pass && examination["storage.bucket"]?.status == .pass)
        let outcome = try #require(examination["storage.bucket.roundtrip"])
        #expect(outcome.status == .fail)
        #expect(outcome.summary.contains("metadata fine, data path down"))
        #expect(["no_reply", "broken_answer"].contains(outcome.worst?.failureClass))
    }

    @Test func `a dead filer fails at everything, a frozen one says nothing, and its port is no S3`() async throws {
        let store = try await store()
        defer { keep(store) }
        let well = try resource(declared(name, "{}"), at: store.endpoint)
        let wrongPort = await examine(try resource(declared(name, "{}"), at: "http://127.0.0.1:\(store.filerPort)"))
        #expect(wrongPort.told == ["fail storage.connect protocol_mismatch"] && wrongPort.allElseIsBlocked)
        #expect(wrongPort["storage.connect"]?.summary.contains("wrong port") == true)

        try await store.filer.freeze()
        let frozen = await examine(well, timeout: .seconds(5))
        #expect(frozen.told == ["fail storage.connect no_reply"] && frozen.allElseIsBlocked)
        store.filer.thaw()
        #expect(
            try await eventually {
                await examine(well).told
            } until: {
                $0 == []
            } == []
        )

        store.filer.send(SIGKILL)
        store.filer.stop()
        let dead = await examine(well, timeout: .seconds(10))
        #expect(dead["storage.connect"]?.status == .fail && dead.allElseIsBlocked)
        #expect(["broken_answer", "no_reply"].contains(dead["storage.connect"]?.worst?.failureClass))
    }

    @Test func `a key for another bucket knows nothing of this one, nor whether it is there`() async throws {
        let store = try await store()
        defer { keep(store) }
        func scoped(_ name: String) throws -> StorageResource {
            try resource(
                declared(name, "{}"),
                at: store.endpoint,
                accessKey: SplitStore.scopedKey,
                secretKey: SplitStore.scopedSecret
            )
        }
        #expect(await examine(try scoped(name)).told == [])
        let other = Scene.name("other")
        try await resource(declared(other, "{}"), at: store.endpoint).bootstrap()
        for hidden in [other, Scene.name("none")] {
            let examination = await examine(try scoped(hidden))
            #expect(examination["storage.bucket"]?.status == .fail && examination.blocked.count == 5)
            #expect(["permission", "missing"].contains(examination["storage.bucket"]?.worst?.failureClass))
        }
        let examination = await examine(try scoped(other))
        #expect(examination.told == ["fail storage.bucket permission"])
        #expect(examination["storage.bucket"]?.summary.contains("missing, or") == true)
    }

    @Test func `a store without keys is open to everybody`() async throws {
        let store = try await store(withIdentities: false)
        defer { keep(store) }
        let examination = await examine(try resource(declared(name, "{}"), at: store.endpoint))
        #expect(examination["storage.bucket.public"]?.status == .fail)
        #expect(examination["storage.bucket.public"]?.worst?.failureClass == "exposed")
    }

    @Test func `a store over TLS is well, and its certificate is told of before it ends`() async throws {
        let store = try SplitStore(days: 20)
        defer { keep(store) }
        let endpoint = "https://127.0.0.1:\(store.port)"
        let trusting = TLSOptions(trust: .file(store.authority))
        let known = await examine(try resource(declared("region: us-east-1"), at: endpoint, tls: trusting))
        #expect(known.told == ["warn storage.connect tls_expiring"])
        #expect(known["storage.connect"]?.measures.contains { $0.name == "certificate_left" } == true)
        let unknown = await examine(try resource(declared("region: us-east-1"), at: endpoint))
        #expect(unknown.told == ["fail storage.connect tls_self_signed"])
        #expect(unknown["storage.connect"]?.evidence("certificate") == "127.0.0.1")
        let plain = await examine(try resource(declared("region: us-east-1"), at: store.endpoint))
        #expect(plain.told == ["fail storage.connect tls_missing"])
    }
}
