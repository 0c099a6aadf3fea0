/// A rule for migrations: what it is called and how grave it is.
package struct LintRule: Sendable, Hashable {
    package let id: String

    package init(id: String) {
        self.id = id
    }
}
