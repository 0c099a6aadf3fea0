import Templates
import YAML

/// libFuzzer's entry to the templates, linked with the modules they are made of.
///
/// The bytes are the values up to the first `\0`, a template behind it. Any may be refused, none may crash; what is rendered
/// must read back as what it was, and come out the same a second time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTemplates(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 2 else { return 0 }
    guard let tree = try? YAML.parse(parts[0], limits: YAML.Limits(nodes: 2_000, aliasedNodes: 2_000)).root,
        case .map(let fields) = value(tree).content
    else { return 0 }
    let values = Values(fields)
    render(parts[1], values)
    guard let text = try? TextTemplate(parsing: parts[1], file: "f"), let filled = try? text.render(with: values) else {
        return 0
    }
    precondition((try? text.render(with: values).text) == filled.text, "filled in otherwise the second time")
    return 0
}

private func render(_ bytes: [UInt8], _ values: Values) {
    guard let template = try? Template(parsing: bytes, file: "f"),
        let rendered = try? template.render(with: values)
    else { return }
    let printed = rendered.text()
    let again = try? template.render(with: values).text()
    precondition(again == printed, "rendered otherwise the second time:\n\(printed)")
    do {
        let back = try YAML.parseAll(printed, limits: YAML.Limits(bytes: .max, depth: 200, nodes: .max))
        precondition(back.count == rendered.documents.count, "another number of documents:\n\(printed)")
        precondition(YAML.text(ofAll: back.map(\.root)) == printed, "printed otherwise the second time:\n\(printed)")
        precondition(back.allSatisfy { isBare($0.root) }, "a tag is left:\n\(printed)")
    } catch {
        preconditionFailure("what was printed is refused: \(error)\n\(printed)")
    }
}

private func isBare(_ node: YAML.Node) -> Bool {
    guard node.tag == nil else { return false }
    return switch node.content {
    case .scalar: true
    case .sequence(let items): items.allSatisfy(isBare)
    case .mapping(let mapping): mapping.entries.allSatisfy { $0.key.tag == nil && isBare($0.value) }
    }
}

private func value(_ node: YAML.Node) -> Values.Value {
    let content: Values.Value.Content =
        switch node.content {
        case .sequence(let items): .list(items.map { value($0) })
        case .mapping(let mapping):
            .map(
                Values.Fields(
                    mapping.entries.map { Values.Fields.Entry($0.name, value($0.value)) },
                    areChosen: node.tag != nil,
                )
            )
        case .scalar(let scalar):
            switch node.value {
            case .null: .nothing
            case .boolean(let truth): .truth(truth)
            case .integer(let number): .integer(number)
            case .float: .number(spelled: scalar.text)
            default: scalar.style == .singleQuoted ? .reference(scalar.text) : .text(scalar.text)
            }
        }
    return Values.Value(content, .elsewhere("the fuzzer"))
}
