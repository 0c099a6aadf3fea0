package import Words
package import YAML

extension Place {
    /// Where a tree says that something stands, in the words of findings; nil for what was made in memory.
    /// - Parameter shown: how a path of the tree is told.
    package init?(_ place: YAML.Place, showing shown: (String) -> String = { $0 }) {
        guard let file = place.file else { return nil }
        self.init(shown(file), line: place.line, column: place.column)
    }

    /// - Parameter file: where what names no file of its own stands.
    package init(_ place: YAML.Place, file: String) {
        self.init(place.file ?? file, line: place.line, column: place.column)
    }
}
