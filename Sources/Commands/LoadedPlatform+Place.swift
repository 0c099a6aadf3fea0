internal import Platform
internal import Words

extension LoadedPlatform {
    /// Where a setting, or the nearest thing around it, is said: a default stands nowhere, what it belongs to does.
    func place(of setting: [String]) -> Place? {
        var steps = setting
        while !steps.isEmpty {
            if case .file(let file, let line, let column)? = origin(of: SettingPath(steps)) {
                return Place(file, line: line, column: column)
            }
            steps.removeLast()
        }
        return nil
    }
}
