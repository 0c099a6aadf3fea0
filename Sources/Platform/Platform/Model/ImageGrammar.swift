/// What registries take for the parts of an image's name (OCI distribution, reference grammar).
package enum ImageGrammar {
    /// `v1.0.0`: letters, digits, `_`, `.` and `-`, at most 128, neither `.` nor `-` first.
    package static func isTag(_ text: String) -> Bool {
        guard (1...128).contains(text.utf8.count), let first = text.utf8.first else { return false }
        guard first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_.-".utf8.contains($0) }
    }

    /// `registry.example:5000/folder/name`: a host with a port perhaps, then small letters and digits with single separators.
    package static func isRepository(_ text: String) -> Bool {
        guard text.utf8.count <= 255 else { return false }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)[...]
        if parts.count > 1, let host = parts.first, isHost(host) { parts = parts.dropFirst() }
        return !parts.isEmpty && parts.allSatisfy { isComponent($0) }
    }

    /// What only a registry's address has: a dot, a port, or `localhost`.
    private static func isHost(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, parts.count <= 2, !name.isEmpty else { return false }
        if parts.count == 2, !isDigits(parts[1]) { return false }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isNamed = labels.allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        }
        return isNamed && (labels.count > 1 || parts.count == 2 || name == "localhost")
    }

    /// Small letters and digits; between them `.`, `_`, `__` or dashes.
    private static func isComponent(_ text: Substring) -> Bool {
        var separator = ""
        var hasBegun = false
        for byte in text.utf8 {
            if byte.isSmallLetter || byte.isDigit {
                let isSeparator =
                    ["", ".", "_", "__"].contains(separator) || separator.utf8.allSatisfy { $0 == UInt8(ascii: "-") }
                guard isSeparator, hasBegun || separator.isEmpty else { return false }
                (hasBegun, separator) = (true, "")
            } else {
                guard "._-".utf8.contains(byte) else { return false }
                separator.unicodeScalars.append(UnicodeScalar(byte))
            }
        }
        return hasBegun && separator.isEmpty
    }
}

extension Reader {
    /// Refuses what no registry takes, of an image whose parts are keys of their own.
    mutating func refuseMalformed(
        image: String?,
        tag: String?,
        at path: SettingPath,
        in setting: Setting,
    ) {
        if let tag, !tag.isEmpty, !ImageGrammar.isTag(tag) {
            refuse(
                path / "tag",
                setting.origin(of: "tag"),
                "no registry takes this tag",
                hint: tag.contains("@")
                    ? "a digest has a key: digest: TAG@sha256:…"
                    : "letters, digits, _, . and -, at most 128, neither . nor - first"
            )
        }
        guard let image, !image.isEmpty, !(image.split(separator: "/").last ?? "").contains(":"),
            !ImageGrammar.isRepository(image)
        else { return }
        refuse(
            path / "image",
            setting.origin(of: "image"),
            "no registry takes this name",
            hint: "registry/folder/name, of small letters, digits and ., _ or - between them"
        )
    }
}
