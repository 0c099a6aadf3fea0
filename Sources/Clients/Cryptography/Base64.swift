/// The two alphabets of RFC 4648.
package enum Base64Alphabet: Sendable, Hashable {
    case standard
    case urlSafe

    fileprivate var digits: [UInt8] {
        let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return Array((common + (self == .standard ? "+/" : "-_")).utf8)
    }

    fileprivate func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+") where self == .standard, UInt8(ascii: "-") where self == .urlSafe: 62
        case UInt8(ascii: "/") where self == .standard, UInt8(ascii: "_") where self == .urlSafe: 63
        default: nil
        }
    }
}

/// Whether `=` fills the last group of four.
package enum Base64Padding: Sendable, Hashable {
    case required
    case optional
}

extension Collection<UInt8> {
    package var base64: String { base64(.standard) }

    package func base64(_ alphabet: Base64Alphabet, padded: Bool = true) -> String {
        let digits = alphabet.digits
        var text: [UInt8] = []
        text.reserveCapacity((count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for byte in self {
            group = group << 8 | UInt32(byte)
            held += 1
            guard held == 3 else { continue }
            for shift in [18, 12, 6, 0] as [UInt32] { text.append(digits[Int(group >> shift & 63)]) }
            (group, held) = (0, 0)
        }
        if held > 0 {
            group <<= UInt32(24 - 8 * held)
            for place in 0...held { text.append(digits[Int(group >> UInt32(18 - 6 * place) & 63)]) }
            if padded { text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - held) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Array<UInt8> {
    /// Strict: no white space, no foreign letters, no bits left over; nil otherwise.
    package init?(
        base64 text: some StringProtocol,
        alphabet: Base64Alphabet = .standard,
        padding: Base64Padding = .required,
    ) {
        var letters = Array(text.utf8)
        let total = letters.count
        var fill = 0
        while fill < 2, letters.last == UInt8(ascii: "=") {
            letters.removeLast()
            fill += 1
        }
        let whole = total.isMultiple(of: 4)
        guard letters.count % 4 != 1, fill > 0 || padding == .required ? whole : true else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3 + 2)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for letter in letters {
            guard let value = alphabet.value(of: letter) else { return nil }
            group = group << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= 1 << bits - 1
            }
        }
        guard group == 0 else { return nil }
        self = bytes
    }
}
