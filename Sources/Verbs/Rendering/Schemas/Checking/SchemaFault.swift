package import YAML

/// What is wrong with an object by its schema, and where.
package struct SchemaFault: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        // The fields.
        /// - Parameters:
        ///   - homes: other parts of the object that have a field of this name.
        ///   - others: the versions that have it, in words; nil where none has.
        case unknownField(near: String?, known: [String], homes: [String], others: String?)
        case wrongType(expected: String, found: String, hint: String?)
        /// One of these must be there.
        case missingField([String])
        case badValue(expected: String, found: String, near: String?)
        /// What stands there excludes one another, or is twice what may be once; in words behind the path.
        case conflict(String)

        // The kind.
        case unknownKind(hint: String)
        /// Versions there are, in words, but not this one.
        case otherVersions(String)
        case removed(version: Int, instead: String?)
        /// - Parameter version: since when; nil for an early form, which goes without a word.
        case deprecated(version: Int?, removed: Int?, instead: String?)

        // The schema.
        case unusableSchema(file: String, reason: String)
        /// Looking further would take too long.
        case tooLarge(String)
    }

    package var kind: Kind
    /// The way to it from the object's root.
    package var path: YAML.Path
    package var place: YAML.Place
    /// Of the object, and the cluster's version.
    package var apiVersion: String
    package var objectKind: String
    package var version: KubernetesVersion

    /// A fault that the object can be applied with.
    package var isWarning: Bool {
        if case .deprecated = kind { true } else { false }
    }
}
