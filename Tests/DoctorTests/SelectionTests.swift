import Doctor
import Testing
import Words

@Suite struct SelectionTests {
    private let bucket = Address("fr-par", "storage", "bucket", "reports")

    private var doctor: Doctor {
        Doctor([
            check("storage.connect", of: Address("fr-par", "storage")),
            check("storage.bucket.roundtrip", of: bucket, requires: ["storage.connect"], tags: ["writes"]),
            check("cache.connect", of: Address("fr-par", "cache")),
        ])
    }

    @Test(arguments: [
        "storage.bucket.roundtrip", "storage.bucket", "storage.*.roundtrip", "writes", "fr-par/storage/bucket/reports",
        "*/storage/bucket/*",
    ])
    func `What is asked for is run, with what it stands on`(_ pattern: String) async {
        let examination = await doctor.examine(only: [pattern])
        #expect(examination.outcomes.map(\.kind.id) == ["storage.connect", "storage.bucket.roundtrip"])
    }

    @Test func `What is left out is told with its reason`() async {
        let examination = await doctor.examine(skip: [.init("writes", because: "a read-only key")])
        #expect(examination["storage.bucket.roundtrip"]?.status == .skipped)
        #expect(examination["storage.bucket.roundtrip"]?.summary == "a read-only key")
        #expect(examination.exitStatus(failingOn: .warn) == .success)
    }

    @Test func `What stands on something left out is left out too`() async {
        let examination = await doctor.examine(skip: [.init("storage.connect", because: "not here")])
        #expect(examination["storage.bucket.roundtrip"]?.status == .skipped)
        #expect(examination["cache.connect"]?.status == .pass)
    }

    @Test func `A word that means nothing is found`() {
        let selection = Selection(
            only: ["storage", "strage"],
            skip: [.init("cache.connect", because: ""), .init("*/cash", because: "")]
        )
        #expect(selection.meaningless(among: doctor.checks, known: []) == ["strage", "*/cash"])
    }

    @Test func `A check of something not declared here is known all the same`() {
        let known = [CheckKind("kubernetes.nodes", "nodes are ready")]
        #expect(Selection(only: ["kubernetes.nodes"]).meaningless(among: doctor.checks, known: known).isEmpty)
    }
}
