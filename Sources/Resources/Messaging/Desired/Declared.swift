internal import JSON

/// A field that the platform file speaks of.
struct Declared: Sendable, Hashable {
    /// As the file spells it: `max_messages`.
    var path: String
    /// As the server's API spells it: `max_msgs`, `metadata.team`.
    var key: String
    /// In the API's form; null wants the server's default.
    var value: JSON

    init(_ path: String, _ key: String, _ value: JSON) {
        self.path = path
        self.key = key
        self.value = value
    }
}

/// A stream or a consumer as the file wants it.
protocol Desired: Sendable {
    var declared: [Declared] { get }
    /// What a new one begins with where nothing is declared; an old one may have it otherwise.
    var initial: JSON { get }
    /// Paths or keys.
    var ignored: Set<String> { get }
    var required: Set<String> { get }
}

extension Desired {
    func declares(_ key: String) -> Bool { declared.contains { $0.key == key } }
    func value(_ key: String) -> JSON { declared.last { $0.key == key }?.value ?? .null }
    func ignores(_ field: Declared) -> Bool { ignored.contains(field.path) || ignored.contains(field.key) }
    func requires(_ field: Declared) -> Bool { required.contains(field.path) || required.contains(field.key) }

    /// The configuration a new one is made with, without its name.
    func configuration(leavingOut left: Set<String> = []) -> JSON {
        var json = initial
        for field in declared where !left.contains(field.key) { json = json.merging(field.patch) }
        return json
    }
}

extension Declared {
    /// What lays it over a configuration (RFC 7396).
    var patch: JSON { Declared.patch(key, value) }

    static func patch(_ key: String, _ value: JSON) -> JSON {
        if key == "filter_subjects" { return filters(value.strings ?? []) }
        var parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        let last = parts.removeLast()
        let inner = JSON.object([last: value])
        return parts.first.map { .object([$0: inner]) } ?? inner
    }
}

extension Declared {
    /// One filter stands under the name that every server knows, several under the newer one.
    private static func filters(_ subjects: [String]) -> JSON {
        [
            "filter_subject": subjects.count == 1 ? .string(subjects[0]) : .null,
            "filter_subjects": subjects.count > 1 ? JSON(subjects) : .null,
        ]
    }
}

extension JSON {
    /// The value under `max_msgs` or `metadata.team`; null where there is none.
    func value(at key: String) -> JSON {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? self[parts[0]][parts[1]] : self[key]
    }
}
