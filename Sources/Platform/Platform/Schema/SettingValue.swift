/// A type that can be read from a setting; it knows its shape, so the table of fields need not say it again.
package protocol SettingValue: Sendable {
    /// The type itself, or what an optional wraps: what rules speak of.
    associatedtype Bare: Sendable = Self

    static var shape: Shape { get }

    /// The value, or nil after telling the reader what is wrong.
    static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self?

    /// The value as the file would say it; nil where there is nothing to say.
    var setting: Setting? { get }

    var bare: Bare? { get }
}

extension SettingValue where Bare == Self {
    package var bare: Self? { self }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    package typealias Bare = Wrapped.Bare

    package static var shape: Shape { Wrapped.shape }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Wrapped?? {
        Wrapped.read(setting, at: path, &reader).map(Optional.some)
    }

    package var setting: Setting? { self?.setting }
    package var bare: Wrapped.Bare? { self?.bare }
}
