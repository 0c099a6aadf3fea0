import Templates
import Words
import YAML

/// Values as a test writes them: YAML, whose texts `secret:…` are references, `{}` behind `!chosen` names people choose.
func values(_ yaml: String, file: String = "p.yaml") throws -> Values {
    let root = try YAML.parse(yaml, file: file).root
    guard case .map(let fields) = value(root).content else { return Values(Values.Fields()) }
    return Values(fields, origin: .file(Place(file)))
}

private func value(_ node: YAML.Node) -> Values.Value {
    let place = Place(node.place.file ?? "", line: node.place.line, column: node.place.column)
    let content: Values.Value.Content =
        switch node.content {
        case .sequence(let items): .list(items.map { value($0) })
        case .mapping(let mapping):
            .map(
                Values.Fields(
                    mapping.entries.map { Values.Fields.Entry($0.name, value($0.value)) },
                    areChosen: node.tag == "!chosen",
                )
            )
        case .scalar(let scalar):
            switch node.value {
            case .null: .nothing
            case .boolean(let truth): .truth(truth)
            case .integer(let number): .integer(number)
            case .float, .hugeInteger: .number(spelled: scalar.text)
            case _ where scalar.text.hasPrefix("secret:"): .reference(scalar.text)
            default: .text(scalar.text)
            }
        }
    return Values.Value(content, .file(place))
}

func template(_ text: String) throws -> Template {
    try Template(parsing: Array(text.utf8), file: "t.yaml")
}

/// What a template becomes.
func rendered(_ text: String, _ yaml: String) throws -> String {
    try template(text).render(with: try values(yaml)).text()
}

/// What is wrong, one line each, as editors read it.
func faults(_ text: String, _ yaml: String = "a: 1\n") throws -> [String] {
    do throws(TemplateFailure) {
        let template = try Template(parsing: Array(text.utf8), file: "t.yaml")
        guard let values = try? values(yaml) else { return ["the values are no YAML"] }
        _ = try template.render(with: values)
        return []
    } catch {
        return lines(of: error)
    }
}

/// Place, id, headline, hint, the value's place.
func lines(of failure: TemplateFailure) -> [String] {
    failure.findings.map { finding in
        let place = finding.place.map { "\($0)" } ?? "nowhere"
        let value = finding.related.first.map { " <- \($0.place)" } ?? ""
        return "\(place): \(finding.headline) [\(finding.id)]\(value)"
    }
}

func hints(_ text: String, _ yaml: String) -> [String] {
    do throws(TemplateFailure) {
        let template = try Template(parsing: Array(text.utf8), file: "t.yaml")
        guard let values = try? values(yaml) else { return [] }
        _ = try template.render(with: values)
        return []
    } catch {
        return error.findings.flatMap(\.remedies).map { if case .hint(let text) = $0 { text } else { "" } }
    }
}
