extension YAML {
    /// How a scalar was written: only a plain one may mean something else than its text.
    package enum ScalarStyle: Sendable, Hashable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// A leaf: its text with escapes and folding undone, and the style that says whether it may be more than text.
    package struct Scalar: Sendable, Hashable {
        package var text: String
        package var style: ScalarStyle

        package init(text: String, style: ScalarStyle) {
            self.text = text
            self.style = style
        }

        /// What it means by YAML 1.2's core schema, tags aside: `true`, `null`, `12`, `0x1F`, `1e3`; quoted, always a text.
        ///
        /// Where YAML 1.1 reads otherwise: `yes`, `no`, `on`, `off`, `y`, `n`, `1_000`, `0b11`, `12:30:45` and dates
        /// are texts here, and `012` is twelve. `~` and nothing at all are null in both.
        package var value: ScalarValue {
            style == .plain ? CoreSchema.value(of: text) : .text
        }

        /// What a YAML 1.1 reader would take a plain scalar for, where that differs from `value`.
        package var oldReading: OldReading? {
            style == .plain ? OldReading(of: text) : nil
        }
    }

    /// What a scalar means; the text itself stays in the scalar.
    package enum ScalarValue: Sendable, Hashable {
        case null
        case boolean(Bool)
        case integer(Int)
        /// A whole number beyond 64 bits: its digits are in the text.
        case hugeInteger
        case float(Double)
        case text
    }
}
