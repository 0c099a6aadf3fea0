/// What names an image's contents: `sha256:` and 64 hexadecimal digits.
package struct ImageDigest: SettingValue, Hashable {
    package let spelled: String

    package init?(_ spelled: String) {
        guard let digits = spelled.after("sha256:"), digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.spelled = spelled
    }

    package static var shape: Shape {
        .spelled("a digest like sha256: and 64 hexadecimal digits", pattern: "^sha256:[0-9a-f]{64}$")
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> ImageDigest? {
        if let digest = setting.text.flatMap(ImageDigest.init) { return digest }
        reader.refuse(path, setting, wanted: shape.wanted)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}
