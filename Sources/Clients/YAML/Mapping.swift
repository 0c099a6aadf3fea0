extension YAML {
    /// The entries of a mapping in the order of the file, no key twice.
    ///
    /// A key is its text: `1`, `"1"` and `'1'` are the same key, since everything that reads our trees takes keys as
    /// texts. Keys are compared byte by byte, not by Unicode equivalence.
    package struct Mapping: Sendable {
        /// A key (always a scalar) and its value.
        package struct Entry: Sendable, Equatable {
            // 56 bytes in all: most of a tree is entries.
            let spelling: Spelling
            private let line: UInt32
            private let column: UInt32
            package var value: Node

            init(_ spelling: Spelling, line: UInt32 = 0, column: UInt32 = 0, _ value: Node) {
                self.spelling = spelling
                self.line = line
                self.column = column
                self.value = value
            }

            /// - Parameter key: a scalar.
            package init(_ key: Node, _ value: Node) {
                guard case .scalar(let scalar) = key.content else { preconditionFailure("a key is a scalar") }
                let extent = key.extent
                let spelling = Spelling(scalar.text, scalar.style, extent: extent, origin: key.origin)
                self.init(spelling, line: extent.line, column: extent.column, value)
            }

            package var name: String { spelling.text }
            package var keyTag: String? { spelling.label?.name }

            package var key: Node {
                Node(
                    content: .scalar(Scalar(text: spelling.text, style: spelling.style)),
                    origin: spelling.origin,
                    extent: spelling.extent(line: line, column: column)
                )
            }

            package static func == (one: Entry, other: Entry) -> Bool {
                (one.spelling === other.spelling || Key(one.name) == Key(other.name) && one.keyTag == other.keyTag)
                    && one.value == other.value
            }
        }

        package private(set) var entries: [Entry]
        /// Where each key stands, kept from this many entries on; below it, looking through them is quicker.
        private var index: [Key: Int]?
        private static let indexedFrom = 17

        package init() {
            entries = []
        }

        /// Entries with a key twice: the place in `entries` of the first, and of the second.
        struct Duplicate: Error {
            let first: Int
            let second: Int
        }

        init(_ entries: [Entry]) throws(Duplicate) {
            try self.init(entries, fingerprints: entries.map { Key($0.name).fingerprint }, from: 0)
        }

        /// The fingerprints of the keys stand in a row from `base` on.
        init(_ entries: [Entry], fingerprints: [UInt64], from base: Int) throws(Duplicate) {
            self.entries = entries
            if entries.count < Self.indexedFrom {
                for second in entries.indices.dropFirst() {
                    for first in 0..<second where fingerprints[base + first] == fingerprints[base + second] {
                        guard Key(entries[first].name) == Key(entries[second].name) else { continue }
                        throw Duplicate(first: first, second: second)
                    }
                }
            } else {
                var index = [Key: Int](minimumCapacity: entries.count)
                for (second, entry) in entries.enumerated() {
                    if let first = index.updateValue(second, forKey: Key(entry.name)) {
                        throw Duplicate(first: first, second: second)
                    }
                }
                self.index = index
            }
        }

        package var isEmpty: Bool { entries.isEmpty }
        package var count: Int { entries.count }
        package var names: [String] { entries.map(\.name) }

        /// The entry of a key, with the key's own place.
        package func entry(_ name: String) -> Entry? {
            position(of: name).map { entries[$0] }
        }

        /// The value of a key; setting keeps the order, a new key comes last, `nil` removes.
        package subscript(name: String) -> Node? {
            get { position(of: name).map { entries[$0].value } }
            set {
                switch (position(of: name), newValue) {
                case (let position?, let value?): entries[position].value = value
                case (let position?, nil): remove(at: position)
                case (nil, let value?): append(Entry(Spelling.made(name), value))
                case (nil, nil): break
                }
            }
        }

        /// Sets a value under a key that brings its own place and tag along; a key already there stays as it is.
        package mutating func set(_ key: Node, to value: Node) {
            set(Entry(key, value))
        }

        /// Sets an entry that was made once for many mappings.
        package mutating func set(_ entry: Entry) {
            guard let position = position(of: entry.name) else { return append(entry) }
            entries[position].value = entry.value
        }

        /// Puts an entry behind the others, unless its key is there: then nothing changes and that entry comes back.
        package mutating func add(_ key: Node, _ value: Node) -> Entry? {
            let entry = Entry(key, value)
            if let position = position(of: entry.name) { return entries[position] }
            append(entry)
            return nil
        }

        /// Changes the order of the entries and their values; the keys have to stay.
        package mutating func rearrange(_ change: (inout [Entry]) -> Void) {
            let count = entries.count
            change(&entries)
            precondition(entries.count == count, "a mapping that is rearranged keeps its keys")
            if index != nil { rebuildIndex() }
        }

        private func position(of name: String) -> Int? {
            let key = Key(name)
            if let index { return index[key] }
            return entries.firstIndex { Key($0.spelling.text) == key }
        }

        private mutating func append(_ entry: Entry) {
            // Most mappings are small and get one key more at most: room for twice as many would stay empty.
            if index == nil, entries.count == entries.capacity { entries.reserveCapacity(entries.count + 1) }
            entries.append(entry)
            if index != nil {
                index?[Key(entry.name)] = entries.count - 1
            } else if entries.count >= Self.indexedFrom {
                rebuildIndex()
            }
        }

        private mutating func remove(at position: Int) {
            entries.remove(at: position)
            if index != nil { rebuildIndex() }
        }

        private mutating func rebuildIndex() {
            var index = [Key: Int](minimumCapacity: entries.count)
            for (position, entry) in entries.enumerated() { index[Key(entry.name)] = position }
            self.index = index
        }
    }

    /// A text compared byte by byte; Swift's own `==` takes `é` in one and in two code points for the same.
    struct Key: Hashable {
        let text: String

        init(_ text: String) {
            self.text = text
        }

        static func == (one: Key, other: Key) -> Bool {
            one.text == other.text && one.text.utf8.elementsEqual(other.text.utf8)
        }

        /// A number that tells most texts apart without a comparison: the length and up to 16 bytes of both ends.
        static func fingerprint(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
            let head = word(bytes, from: 0)
            guard bytes.count > 8 else { return head &+ UInt64(bytes.count) << 56 }
            let tail = word(bytes, from: bytes.count - 8)
            return (head &* 0x9E37_79B9_7F4A_7C15) ^ (tail &+ UInt64(bytes.count))
        }

        var fingerprint: UInt64 {
            var text = text
            return text.withUTF8 { Self.fingerprint(of: $0) }
        }

        private static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64 {
            var word: UInt64 = 0
            let width = min(8, bytes.count)
            withUnsafeMutableBytes(of: &word) { target in
                target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<start + width])
                )
            }
            return word
        }

        // Bytes that are equal are equivalent too, so the text's own hash serves.
        func hash(into hasher: inout Hasher) {
            text.hash(into: &hasher)
        }
    }
}

extension YAML.Mapping: Equatable {
    package static func == (one: Self, other: Self) -> Bool { one.entries == other.entries }
}

extension YAML.Mapping: RandomAccessCollection {
    package var startIndex: Int { entries.startIndex }
    package var endIndex: Int { entries.endIndex }
    package subscript(position: Int) -> Entry { entries[position] }
}
