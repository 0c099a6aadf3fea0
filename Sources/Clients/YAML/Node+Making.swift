extension YAML.Node {
    /// A text, whatever it looks like: it is quoted when printed where it would read as something else.
    package init(text: String, at place: YAML.Place = .nowhere) {
        self.init(.scalar(YAML.Scalar(text: text, style: .doubleQuoted)), at: place)
    }

    package init(_ number: Int, at place: YAML.Place = .nowhere) {
        self.init(.scalar(YAML.Scalar(text: String(number), style: .plain)), at: place)
    }

    package init(_ number: Double, at place: YAML.Place = .nowhere) {
        let text =
            switch number {
            case _ where number.isNaN: ".nan"
            case .infinity: ".inf"
            case -.infinity: "-.inf"
            default: String(number)
            }
        self.init(.scalar(YAML.Scalar(text: text, style: .plain)), at: place)
    }

    package init(_ truth: Bool, at place: YAML.Place = .nowhere) {
        self.init(.scalar(YAML.Scalar(text: truth ? "true" : "false", style: .plain)), at: place)
    }

    package static let null = YAML.Node(YAML.Scalar(text: "null", style: .plain))
}

extension YAML.Node: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self.init(text: text) }
    package init(integerLiteral number: Int) { self.init(number) }
    package init(floatLiteral number: Double) { self.init(number) }
    package init(booleanLiteral truth: Bool) { self.init(truth) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral items: YAML.Node...) { self.init(items) }

    package init(dictionaryLiteral entries: (String, YAML.Node)...) {
        var mapping = YAML.Mapping()
        for (name, value) in entries {
            precondition(mapping[name] == nil, "the key \(name) stands twice in a literal")
            mapping[name] = value
        }
        self.init(mapping)
    }
}
