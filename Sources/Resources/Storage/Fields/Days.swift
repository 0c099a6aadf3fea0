internal import Platform
internal import Words

extension Period {
    /// Lifecycles count in days, and the model takes no others.
    var days: Int { Int(duration.components.seconds / 86_400) }
}

/// `30d`, as the platform file has it.
func period(_ days: Int?) -> JSONValue {
    JSONValue(days.map { "\($0)d" })
}
