/// One thing wrong with the platform file, with its place and what to do.
package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Severity: String, Sendable, Hashable {
        case error, warning
    }

    package var severity: Severity
    package var path: SettingPath
    package var origin: Origin
    package var message: String
    package var hint: String?

    package init(
        _ severity: Severity = .error,
        at path: SettingPath,
        _ origin: Origin,
        _ message: String,
        hint: String? = nil,
    ) {
        self.severity = severity
        self.path = path
        self.origin = origin
        self.message = message
        self.hint = hint
    }

    /// `manifests/platform.yaml:14:9: database.pool.max: must be a whole number, found a list`.
    ///
    /// Behind the path of a secret the redactor masks a value; messages begin with a word that it knows for none: must, no, cannot, has.
    package var description: String {
        let place = origin == .builtIn ? "" : "\(origin): "
        return path.steps.isEmpty ? place + message : "\(place)\(path): \(message)"
    }
}
