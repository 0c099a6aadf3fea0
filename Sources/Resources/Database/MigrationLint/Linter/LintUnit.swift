package import SQLText

/// A migration file as the lint takes it.
package struct LintUnit: Sendable {
    package var path: String
    package var text: SQLText
    package var sections: [LintSection]
    /// Learned from, so that later files are judged rightly, but not judged itself: a file that is applied long since.
    package var isContext: Bool

    package init(path: String, text: SQLText, sections: [LintSection], isContext: Bool = false) {
        self.path = path
        self.text = text
        self.sections = sections
        self.isContext = isContext
    }
}

/// A section of a migration file, and what its directive says.
package struct LintSection: Sendable {
    package enum Direction: String, Sendable, Hashable { case up, down }

    package var direction: Direction
    /// In bytes of the text; the directive itself may lie in it.
    package var range: Range<Int>
    /// Where the directive stands, for findings about its `allow=`.
    package var directive: Range<Int>?
    package var isTransactional: Bool
    /// False where the directive says `lock_timeout=0`: else the runner sets one.
    package var hasLockTimeout: Bool
    /// The rules of `allow=`, as written.
    package var allowed: [String]

    package init(
        _ direction: Direction,
        range: Range<Int>,
        directive: Range<Int>? = nil,
        isTransactional: Bool = true,
        hasLockTimeout: Bool = true,
        allowed: [String] = [],
    ) {
        self.direction = direction
        self.range = range
        self.directive = directive
        self.isTransactional = isTransactional
        self.hasLockTimeout = hasLockTimeout
        self.allowed = allowed
    }
}

/// What the lint is told about the platform and its house rules.
package struct LintSettings: Sendable {
    /// The oldest server the platform runs on, unless the real one's version is known.
    package static let oldestServer = 13

    /// The major version of the server.
    package var serverVersion: Int
    package var includesStyle: Bool
    /// The ids of rules that are switched off.
    package var disabled: Set<String>

    package init(serverVersion: Int? = nil, includesStyle: Bool = false, disabled: Set<String> = []) {
        self.serverVersion = serverVersion ?? Self.oldestServer
        self.includesStyle = includesStyle
        self.disabled = disabled
    }

    func covers(_ rule: LintRule) -> Bool {
        if disabled.contains(rule.id) || (rule.isStyle && !includesStyle) { return false }
        return rule.since ?? 0 <= serverVersion && serverVersion < rule.until ?? .max
    }
}
