internal import Words

/// What a provider says of a key, without the parts of the key that it likes to repeat.
struct ServerWords {
    private let pieces: [String]

    init(hiding key: String) {
        // Providers show some first and last letters between stars.
        pieces = key.count < 8 ? [key] : [key, String(key.prefix(6)), String(key.suffix(4))]
    }

    func clean(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.contains("**") || pieces.contains { !$0.isEmpty && word.contains($0) } ? Secret.mask : String(word)
        }.joined(separator: " ").prefixed(400)
    }
}

extension String {
    fileprivate func prefixed(_ count: Int) -> String { self.count > count ? "\(prefix(count))…" : self }
}
