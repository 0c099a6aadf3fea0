/// What names an image's contents, and the tag that they had: `v1.0.0@sha256:` and 64 hexadecimal digits.
///
/// A registry goes by the digest alone where both are given, so one that stayed behind when the tag moved on would run what was
/// there before, without a word. With the tag written into it the two are compared wherever they are said.
package struct ImageDigest: SettingValue, Hashable {
    package let spelled: String
    /// `sha256:…`, as a registry knows it.
    package var digest: String { String(spelled.drop { $0 != "@" }.dropFirst()) }
    package var tag: String { String(spelled.prefix { $0 != "@" }) }

    package init?(_ spelled: String) {
        let parts = spelled.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, ImageGrammar.isTag(String(parts[0])), let digits = String(parts[1]).after("sha256:"),
            digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.spelled = spelled
    }

    package static var shape: Shape {
        .spelled(
            "a tag and its digest like v1.0.0@sha256: and 64 hexadecimal digits",
            pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}@sha256:[0-9a-f]{64}$"
        )
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> ImageDigest? {
        if let digest = setting.text.flatMap(ImageDigest.init) { return digest }
        reader.refuse(path, setting, wanted: shape.wanted)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}

extension Reader {
    /// A digest of another tag than the one that stands beside it names another image.
    mutating func demand(_ digest: ImageDigest?, of tag: String?, at path: SettingPath, in setting: Setting) {
        guard let digest, let tag, digest.tag != tag, !refused(path / "digest"), !refused(path / "tag") else { return }
        refuse(
            path / "digest",
            setting.origin(of: "digest"),
            "it is the digest of \(digest.tag), and the tag is \(tag)",
            hint: "write \(tag)@sha256:… as the registry tells it, or leave the digest out"
        )
    }
}
