/// A place in a text as an editor shows it.
package struct SQLPosition: Sendable, Hashable, CustomStringConvertible {
    /// From 1 on; a line ends with a line feed.
    package var line: Int
    /// From 1 on, in Unicode scalars, as the server counts.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package var description: String { "\(line):\(column)" }
}

extension SQLText {
    /// Line and column of an offset; beyond the text those of its end.
    package func position(of offset: Int) -> SQLPosition {
        let offset = min(max(offset, Int(lineStarts[0])), bytes.count)
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        let before = bytes[Int(lineStarts[low])..<offset]
        return SQLPosition(line: low + 1, column: before.count { !$0.continuesScalar } + 1)
    }

    /// The offset of the n-th character, counted from 1, of a part of the text: where an error is that the server gives as a
    /// position in the statement it was sent.
    package func offset(ofCharacter number: Int, in range: Range<Int>) -> Int {
        var left = number
        for offset in range where !bytes[offset].continuesScalar {
            left -= 1
            if left <= 0 { return offset }
        }
        return range.upperBound
    }

    static func lineStarts(of bytes: [UInt8], from beginning: Int) -> [UInt32] {
        bytes.withUnsafeBufferPointer { bytes in
            var starts = [UInt32(truncatingIfNeeded: beginning)]
            starts.reserveCapacity(bytes.count / 32 + 1)
            var offset = beginning
            while offset < bytes.count {
                if bytes[offset] == 0x0A { starts.append(UInt32(truncatingIfNeeded: offset + 1)) }
                offset += 1
            }
            return starts
        }
    }
}

extension UInt8 {
    /// A byte of a character behind its first one.
    @inline(__always)
    fileprivate var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
