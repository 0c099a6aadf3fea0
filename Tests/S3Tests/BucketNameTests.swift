import S3
import Testing

@Suite struct BucketNameTests {
    @Test(arguments: ["abc", "a.b-c", "0ab", String(repeating: "a", count: 63), "1.2.3", "a1.2.3.4"])
    func `good names are good`(name: String) {
        #expect(BucketNameFault.fault(in: name) == nil)
    }

    @Test(arguments: [
        ("ab", BucketNameFault.length(2)), ("", .length(0)), (String(repeating: "a", count: 64), .length(64)),
        ("aBc", .letter("B")), ("a_b", .letter("_")), ("a/b", .letter("/")), ("häfen", .letter("ä")),
        ("a?b", .letter("?")),
        ("-ab", .shape), ("ab-", .shape), (".ab", .shape), ("a..b", .shape), ("192.168.0.1", .looksLikeAddress),
    ])
    func `bad names say why`(name: String, wanted: BucketNameFault) {
        #expect(BucketNameFault.fault(in: name) == wanted)
    }
}
