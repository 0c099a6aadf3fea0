extension YAML {
    /// A node decoded as one value.
    struct SingleNode: SingleValueDecodingContainer {
        let decoder: NodeDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }

        func decodeNil() -> Bool { decoder.node.isNull }
        func decode(_ type: Bool.Type) throws -> Bool { try decoder.boolean() }
        func decode(_ type: String.Type) throws -> String { try decoder.text() }
        func decode(_ type: Double.Type) throws -> Double { try decoder.number() }
        func decode(_ type: Float.Type) throws -> Float { Float(try decoder.number()) }
        func decode(_ type: Int.Type) throws -> Int { try decoder.wholeNumber() }
        func decode(_ type: Int8.Type) throws -> Int8 { try decoder.wholeNumber() }
        func decode(_ type: Int16.Type) throws -> Int16 { try decoder.wholeNumber() }
        func decode(_ type: Int32.Type) throws -> Int32 { try decoder.wholeNumber() }
        func decode(_ type: Int64.Type) throws -> Int64 { try decoder.wholeNumber() }
        func decode(_ type: UInt.Type) throws -> UInt { try decoder.wholeNumber() }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.wholeNumber() }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.wholeNumber() }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.wholeNumber() }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.wholeNumber() }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try NodeDecoder(
                decoder.node,
                path: decoder.path,
                codingPath: decoder.codingPath,
                unknownKeys: decoder.unknownKeys,
            ).value(type)
        }
    }
}

extension YAML.NodeDecoder {
    func boolean() throws(YAMLError) -> Bool {
        try refuseTag()
        guard let truth = node.bool else { throw node.mismatch(expected: "true or false", path: path) }
        return truth
    }

    func text() throws(YAMLError) -> String {
        try refuseTag()
        guard let text = node.string else { throw node.mismatch(expected: "a text", path: path) }
        return text
    }

    func number() throws(YAMLError) -> Double {
        try refuseTag()
        guard let number = node.double else { throw node.mismatch(expected: "a number", path: path) }
        return number
    }

    func wholeNumber<Number: FixedWidthInteger>() throws(YAMLError) -> Number {
        try refuseTag()
        switch node.value {
        case .integer(let number):
            if let fitting = Number(exactly: number) { return fitting }
        case .hugeInteger:
            if let fitting = Number(node.scalar?.text ?? "") { return fitting }
        default:
            throw node.mismatch(expected: "a whole number", path: path)
        }
        throw node.mismatch(expected: "a whole number from \(Number.min) to \(Number.max)", path: path)
    }
}
