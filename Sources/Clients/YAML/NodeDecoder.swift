extension YAML {
    /// Decodes one node; a class, since containers report back to it which keys were asked for.
    final class NodeDecoder: Decoder {
        let node: Node
        let path: Path
        let codingPath: [any CodingKey]
        let unknownKeys: UnknownKeys
        var isTakenWhole = false
        private var usage: KeyUsage?
        /// Decoders of parts that the type reads in one go with this node: their keys are counted with it.
        private var parts: [NodeDecoder] = []

        var userInfo: [CodingUserInfoKey: Any] { [:] }

        init(_ node: Node, path: Path, codingPath: [any CodingKey], unknownKeys: UnknownKeys) {
            self.node = node
            self.path = path
            self.codingPath = codingPath
            self.unknownKeys = unknownKeys
        }

        /// The whole value; whatever goes wrong within becomes an error with this node's place, if it has none yet.
        func value<Value: Decodable>(_ type: Value.Type) throws(YAMLError) -> Value {
            do {
                let value = try Value(from: self)
                try refuseUnknownKeys()
                return value
            } catch let error as YAMLError {
                throw error
            } catch let error as DecodingError {
                throw YAMLError(Self.kind(of: error), at: node.place, path: path)
            } catch {
                throw YAMLError(.invalid("\(error)"), at: node.place, path: path)
            }
        }

        func child(_ node: Node, _ step: Path.Step, _ key: any CodingKey) -> NodeDecoder {
            NodeDecoder(node, path: path + step, codingPath: codingPath + [key], unknownKeys: unknownKeys)
        }

        func nested(_ part: NodeDecoder) -> NodeDecoder {
            parts.append(part)
            return part
        }

        func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
            KeyedDecodingContainer(KeyedNodes<Key>(try keys(), of: self))
        }

        func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
            UnkeyedNodes(try items(), of: self)
        }

        func singleValueContainer() throws -> any SingleValueDecodingContainer {
            SingleNode(decoder: self)
        }

        /// One for all containers of this node: several may share its keys.
        private func keys() throws(YAMLError) -> KeyUsage {
            if let usage { return usage }
            try refuseTag()
            guard let mapping = node.mapping else { throw node.mismatch(expected: "a map", path: path) }
            let keys = KeyUsage(mapping)
            usage = keys
            return keys
        }

        private func items() throws(YAMLError) -> [Node] {
            try refuseTag()
            guard let items = node.sequence else { throw node.mismatch(expected: "a list", path: path) }
            return items
        }

        func refuseTag() throws(YAMLError) {
            guard let tag = node.tag, !tag.hasPrefix("!!"), tag != "!" else { return }
            throw YAMLError(.unknownTag(tag), at: node.place, path: path)
        }

        func refuseUnknownKeys() throws(YAMLError) {
            guard unknownKeys == .refused, !isTakenWhole else { return }
            if let usage, let entry = usage.mapping.first(where: { !usage.isAsked($0.name) }) {
                throw YAMLError(.unknownKey(entry.name, known: usage.asked), at: entry.key.place, path: path)
            }
            for part in parts { try part.refuseUnknownKeys() }
        }

        private static func kind(of error: DecodingError) -> YAMLError.Kind {
            switch error {
            case .keyNotFound(let key, _): .missingKey(key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                .invalid(context.debugDescription)
            @unknown default: .invalid("\(error)")
            }
        }
    }

    /// Which keys of a mapping the decoded type asked for.
    final class KeyUsage {
        let mapping: Mapping
        private(set) var asked: [String] = []
        private var names: Set<Key> = []

        init(_ mapping: Mapping) {
            self.mapping = mapping
        }

        func ask(_ name: String) -> Node? {
            if names.insert(Key(name)).inserted { asked.append(name) }
            return mapping[name]
        }

        func isAsked(_ name: String) -> Bool { names.contains(Key(name)) }
    }
}
