extension YAML {
    /// A mapping decoded key by key.
    struct KeyedNodes<Key: CodingKey>: KeyedDecodingContainerProtocol {
        private let usage: KeyUsage
        private let decoder: NodeDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }

        init(_ usage: KeyUsage, of decoder: NodeDecoder) {
            self.usage = usage
            self.decoder = decoder
        }

        /// Whoever asks for all keys deals with all of them.
        var allKeys: [Key] {
            usage.mapping.names.compactMap { name in
                guard let key = Key(stringValue: name) else { return nil }
                _ = usage.ask(name)
                return key
            }
        }

        func contains(_ key: Key) -> Bool { usage.ask(key.stringValue) != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try child(key).node.isNull }
        func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try child(key).boolean() }
        func decode(_ type: String.Type, forKey key: Key) throws -> String { try child(key).text() }
        func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try child(key).number() }
        func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try child(key).number()) }
        func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try child(key).wholeNumber() }
        func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try child(key).wholeNumber() }
        func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try child(key).wholeNumber() }
        func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try child(key).wholeNumber() }
        func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try child(key).wholeNumber() }
        func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try child(key).wholeNumber() }
        func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try child(key).wholeNumber() }
        func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try child(key).wholeNumber() }
        func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try child(key).wholeNumber() }
        func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try child(key).wholeNumber() }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try child(key).value(type)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type,
            forKey key: Key,
        ) throws -> KeyedDecodingContainer<Nested> {
            try decoder.nested(try child(key)).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try decoder.nested(try child(key)).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder {
            decoder.nested(try child("super", WordKey("super")))
        }

        func superDecoder(forKey key: Key) throws -> any Decoder {
            decoder.nested(try child(key))
        }

        private func child(_ key: Key) throws(YAMLError) -> NodeDecoder {
            try child(key.stringValue, key)
        }

        private func child(_ name: String, _ key: any CodingKey) throws(YAMLError) -> NodeDecoder {
            guard let node = usage.ask(name) else {
                throw YAMLError(.missingKey(name), at: decoder.node.place, path: decoder.path)
            }
            return decoder.child(node, .key(name), key)
        }
    }

    /// A key that no type declares: `super`, or a position in a list.
    struct WordKey: CodingKey {
        let stringValue: String
        let intValue: Int?

        init(_ word: String) {
            stringValue = word
            intValue = nil
        }

        init?(stringValue: String) {
            self.init(stringValue)
        }

        init(intValue: Int) {
            stringValue = String(intValue)
            self.intValue = intValue
        }
    }
}
