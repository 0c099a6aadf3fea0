/// The values that were resolved, in all their forms, ready to be looked for in one walk over a text.
struct KnownSecrets: Sendable {
    /// One spelling of a secret.
    struct Form: Hashable, Sendable {
        let bytes: [UInt8]
        /// Only where neither neighbour is a letter, a digit or an underscore.
        let isWholeWord: Bool
        /// Each byte may stand as itself, percent-encoded, or escaped as in JSON.
        var isEncoded = false
    }

    private var all: Set<Form> = []
    /// Longest first, by first byte, so that a password is masked before a shorter one inside it.
    private var byFirstByte: [[Form]] = []

    mutating func add(_ forms: [Form]) {
        let before = all.count
        all.formUnion(forms)
        guard all.count > before else { return }
        byFirstByte = Array(repeating: [], count: 256)
        for form in all {
            var firsts: Set<UInt8> = [form.bytes[0]]
            if form.isEncoded { firsts.formUnion("%\\".utf8) }
            if form.isEncoded, form.bytes[0] == 0x20 { firsts.insert(UInt8(ascii: "+")) }
            for first in firsts { byFirstByte[Int(first)].append(form) }
        }
        for first in byFirstByte.indices { byFirstByte[first].sort { $0.bytes.count > $1.bytes.count } }
    }

    func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard !all.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var index = 0
        while index < text.count {
            guard let end = firstEnd(at: index, in: text) else {
                index += 1
                continue
            }
            found.append(index..<end)
            index = end
        }
        return found
    }

    private func firstEnd(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        for form in byFirstByte[Int(text[index])] {
            if let end = form.end(standingAt: index, in: text) { return end }
        }
        return nil
    }
}

extension KnownSecrets.Form {
    /// Where it ends that begins here, if it does.
    func end(standingAt index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let end = isEncoded ? endOfEncoded(at: index, in: text) : endOfPlain(at: index, in: text) else {
            return nil
        }
        // What is written out byte by byte is no word that stands everywhere.
        guard isWholeWord, end - index < KnownSecrets.unmistakable else { return end }
        let isWord = (index == 0 || !text[index - 1].isWordByte) && (end == text.count || !text[end].isWordByte)
        return isWord ? end : nil
    }

    private func endOfPlain(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        let end = index + bytes.count
        guard end <= text.count else { return nil }
        for offset in bytes.indices where text[index + offset] != bytes[offset] { return nil }
        return end
    }

    private func endOfEncoded(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = index
        var matched = 0
        while matched < bytes.count {
            guard position < text.count else { return nil }
            if let (told, end) = EncodedByte.read(at: position, in: text),
                bytes[matched...].starts(with: told)
            {
                (position, matched) = (end, matched + told.count)
            } else if text[position] == bytes[matched] || text[position] == UInt8(ascii: "+") && bytes[matched] == 0x20
            {
                (position, matched) = (position + 1, matched + 1)
            } else {
                return nil
            }
        }
        return position
    }
}

extension KnownSecrets {
    /// Below this many bytes a secret hides in every word.
    static let shortest = 4
    /// From this many on it is masked in the middle of words too.
    static let unmistakable = 8

    static func forms(of secret: String) -> [Form] {
        // The newline at the end of a secrets file is not the secret.
        var value = Array(secret.utf8)
        while let last = value.last, last == 0x0A || last == 0x0D { value.removeLast() }
        guard value.count >= shortest else { return [] }
        var spellings: Set<[UInt8]> = [value]
        // A key of several lines is also told line by line.
        for line in value.split(separator: 0x0A) where line.count >= 2 * unmistakable { spellings.insert(Array(line)) }
        var forms = Set(spellings.map { Form(bytes: $0, isWholeWord: $0.count < unmistakable) })
        forms.insert(Form(bytes: value, isWholeWord: value.count < unmistakable, isEncoded: true))
        for digits in ["0123456789abcdef", "0123456789ABCDEF"] {
            let all = Array(digits.utf8)
            let written: [UInt8] = value.flatMap { byte in [all[Int(byte >> 4)], all[Int(byte & 15)]] }
            forms.insert(Form(bytes: written, isWholeWord: false))
        }
        for shift in 0..<3 {
            for spelling in base64(value, shiftedBy: shift) where spelling.count >= unmistakable {
                forms.insert(Form(bytes: spelling, isWholeWord: false))
            }
        }
        return Array(forms)
    }

    /// The digits that stand for the value alone when `shift` other bytes come before it, as in `user:password` of Basic
    /// authentication; in both alphabets.
    private static func base64(_ value: [UInt8], shiftedBy shift: Int) -> [[UInt8]] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let bits = Array(repeating: UInt8(0), count: shift) + value
        let firstWhole = (shift * 8 + 5) / 6
        let endWhole = bits.count * 8 / 6
        guard firstWhole < endWhole else { return [] }
        return ["+/", "-_"].map { lastTwo in
            let digits = alphabet + lastTwo.utf8
            return (firstWhole..<endWhole).map { sextet in
                let (byte, offset) = (sextet * 6 / 8, sextet * 6 % 8)
                let high = UInt16(bits[byte]) << 8
                let low = byte + 1 < bits.count ? UInt16(bits[byte + 1]) : 0
                return digits[Int((high | low) >> (10 - offset)) & 63]
            }
        }
    }
}

extension UInt8 {
    var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80 }
    /// Characters that stand for themselves in a URL, RFC 3986 §2.3.
    var isUnreserved: Bool { isLetter || isDigit || self == 0x2D || self == 0x2E || self == 0x5F || self == 0x7E }
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var endsLine: Bool { self == 0x0A || self == 0x0D }
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") || self == UInt8(ascii: "`") }
}
