extension YAML {
    /// A sequence decoded item by item.
    struct UnkeyedNodes: UnkeyedDecodingContainer {
        private let items: [Node]
        private let decoder: NodeDecoder
        private(set) var currentIndex = 0
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex == items.count }

        init(_ items: [Node], of decoder: NodeDecoder) {
            self.items = items
            self.decoder = decoder
        }

        mutating func decodeNil() throws -> Bool {
            guard try current().node.isNull else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode(_ type: Bool.Type) throws -> Bool { try take().boolean() }
        mutating func decode(_ type: String.Type) throws -> String { try take().text() }
        mutating func decode(_ type: Double.Type) throws -> Double { try take().number() }
        mutating func decode(_ type: Float.Type) throws -> Float { Float(try take().number()) }
        mutating func decode(_ type: Int.Type) throws -> Int { try take().wholeNumber() }
        mutating func decode(_ type: Int8.Type) throws -> Int8 { try take().wholeNumber() }
        mutating func decode(_ type: Int16.Type) throws -> Int16 { try take().wholeNumber() }
        mutating func decode(_ type: Int32.Type) throws -> Int32 { try take().wholeNumber() }
        mutating func decode(_ type: Int64.Type) throws -> Int64 { try take().wholeNumber() }
        mutating func decode(_ type: UInt.Type) throws -> UInt { try take().wholeNumber() }
        mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try take().wholeNumber() }
        mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try take().wholeNumber() }
        mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try take().wholeNumber() }
        mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try take().wholeNumber() }
        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try take().value(type) }

        mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
            try decoder.nested(try take()).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try decoder.nested(try take()).unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder {
            decoder.nested(try take())
        }

        private mutating func take() throws(YAMLError) -> NodeDecoder {
            let item = try current()
            currentIndex += 1
            return item
        }

        private func current() throws(YAMLError) -> NodeDecoder {
            guard currentIndex < items.count else {
                let problem = YAMLError.Kind.invalid("expected more items than the \(items.count) of this list")
                throw YAMLError(problem, at: decoder.node.place, path: decoder.path)
            }
            return decoder.child(items[currentIndex], .index(currentIndex), WordKey(intValue: currentIndex))
        }
    }
}
