/// One thing of a schema, by its kind and its full name.
package struct SchemaObject: Sendable, Hashable {
    package var kind: String
    package var name: String

    package init(kind: String, name: String) {
        self.kind = kind
        self.name = name
    }
}
