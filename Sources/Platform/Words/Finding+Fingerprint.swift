// Knowing a finding again in the next run.
extension Finding {
    /// The same for the same fault wherever in its file it stands: made of id, file, subject and content, never of line or message.
    ///
    /// Not a secret's digest: it is made after redaction, of what everybody may see.
    package var fingerprint: String {
        let words = (content ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var hash = FowlerNollVo()
        for part in [id, place?.file ?? "", subject ?? "", words] { hash.add(part) }
        return hash.text
    }
}

extension Sequence where Element == Finding {
    /// A fingerprint for each: a fault that a file holds twice is told apart by its turn.
    package var fingerprints: [String] {
        var seen: [String: Int] = [:]
        return map { finding in
            let fingerprint = finding.fingerprint
            seen[fingerprint, default: 0] += 1
            return "\(fingerprint):\(seen[fingerprint] ?? 1)"
        }
    }
}

/// FNV-1a of 64 bits: the same in every run and on every machine, which Swift's own hashing is not.
private struct FowlerNollVo {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Parts are ended by a byte that no text holds, so that moving a letter from one to the next shows.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
