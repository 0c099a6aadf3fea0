/// All that is known of one object.
package struct SchemaEntry: Sendable, Hashable {
    package let object: SchemaObject
    /// The table, view, domain or composite type that it belongs to.
    package let belongsTo: SchemaObject?
    /// Its own name, without what it belongs to; quoted where SQL needs it.
    let local: String
    /// Each facet that is not as it would be by default, under a name a reader understands; `definition` is the
    /// statement, or its heart, as the server itself writes it.
    package internal(set) var fields: [SchemaField]
    /// The tables it inherits from or is a partition of, the index it is a part of.
    var parents: [SchemaObject] = []
    /// What has to be there before it.
    var needs: Set<SchemaObject> = []
    /// What has to be there before a column's default.
    var defaultNeeds: Set<SchemaObject> = []
    /// Where a column stands among those of its table that are there, from 1.
    package var position: Int?

    package subscript(field: String) -> String? {
        fields.first { $0.name == field }?.value
    }

    /// The table, or whatever else it belongs to; itself where it belongs to nothing.
    var root: SchemaObject { belongsTo ?? object }

    func has(_ field: String) -> Bool { self[field] != nil }
}

/// A facet of an object and its value, in PostgreSQL's spelling.
package struct SchemaField: Sendable, Hashable {
    package let name: String
    package let value: String

    package static func == (one: SchemaField, other: SchemaField) -> Bool {
        one.name == other.name && one.value.isSpelt(like: other.value)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        value.hashSpelling(into: &hasher)
    }
}
