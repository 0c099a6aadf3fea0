extension YAML {
    /// What becomes of the keys of a mapping that the decoded type never asked for.
    package enum UnknownKeys: Sendable {
        case refused, ignored
    }

    /// Makes a `Decodable` value of a tree; every error bears the place and the path of the node that is wrong.
    ///
    /// Strict: no text becomes a number, no number a text, and tags other than YAML's own are refused. A `Node` within
    /// the type takes its part of the tree as it is.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from node: Node,
        at path: Path = Path(),
        unknownKeys: UnknownKeys = .refused,
    ) throws(YAMLError) -> Value {
        try NodeDecoder(node, path: path, codingPath: [], unknownKeys: unknownKeys).value(type)
    }

    /// Makes a `Decodable` value of a text's one document.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from text: String,
        file: String? = nil,
        unknownKeys: UnknownKeys = .refused,
    ) throws(YAMLError) -> Value {
        try decode(type, from: try parse(text, file: file).root, unknownKeys: unknownKeys)
    }
}

extension YAML.Node: Decodable {
    /// Only from another tree of ours: a decoder of JSON knows no places.
    package init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? YAML.NodeDecoder else {
            throw YAMLError(.invalid("a YAML node is decoded of YAML alone"), at: .nowhere)
        }
        decoder.isTakenWhole = true
        self = decoder.node
    }
}

extension YAML.Node {
    /// The error that something else was expected here, in the words that decoding uses.
    package func mismatch(expected: String, path: YAML.Path = YAML.Path()) -> YAMLError {
        YAMLError(.mismatch(expected: expected, found: inWords), at: place, path: path)
    }
}
