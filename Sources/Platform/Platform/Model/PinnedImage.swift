extension Reader {
    /// An image by a tag other than latest, or by its digest.
    mutating func demandPinned(_ image: String?, _ key: String, at path: SettingPath, in setting: Setting) {
        guard let image, !isPinned(image) else { return }
        let message = "an image without a version changes under your feet"
        refuse(path / key, setting.origin(of: key), message, hint: "name a version, never latest")
    }

    /// A colon before a slash is a registry's port.
    private func isPinned(_ image: String) -> Bool {
        if image.contains("@sha256:") { return true }
        let name = image.split(separator: "/").last ?? ""
        let tag = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().last
        return tag.map { !$0.isEmpty && $0 != "latest" } ?? false
    }
}
