internal import Words

extension Finding.Remedy {
    /// A change of the server's own settings, each statement by itself: `alter system` goes into no transaction.
    static func altering(_ changes: String...) -> [Finding.Remedy] {
        changes.map { .fix("alter system \($0);") } + [.fix("select pg_reload_conf();")]
    }
}
