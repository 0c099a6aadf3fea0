/// libFuzzer's entry to the YAML module, compiled together with the module's own sources.
///
/// Any bytes may be refused, none may crash; what is read must print to a text that reads back as the same trees.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let documents = try? YAML.parseAll(bytes) else { return 0 }
    let printed = YAML.text(ofAll: documents.map(\.root))
    // What aliases share is written out, so the copy has as many nodes as a walker of the first tree meets.
    let limits = YAML.Limits(bytes: .max, nodes: .max)
    do {
        let again = try YAML.parseAll(printed, limits: limits)
        precondition(again.count == documents.count, "another number of documents:\n\(printed)")
        let reprinted = YAML.text(ofAll: again.map(\.root))
        precondition(reprinted == printed, "printed otherwise the second time:\n\(printed)\n\(reprinted)")
    } catch {
        preconditionFailure("what was printed is refused: \(error)\n\(printed)")
    }
    return 0
}
