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

    /// Where an offset is in bytes that are perhaps no SQL and no text: the place of a fault.
    package init(of offset: Int, in bytes: [UInt8]) {
        let beginning = SQLText.beginning(of: bytes)
        let before = bytes[beginning..<max(beginning, min(offset, bytes.count))]
        line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? before.startIndex
        column = before[lineStart...].count { !$0.continuesScalar } + 1
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

    /// Where each line begins, and in the same pass the first NUL.
    static func lines(of bytes: [UInt8], from beginning: Int) -> (starts: [UInt32], nul: Int?) {
        bytes.withUnsafeBufferPointer { bytes in
            var starts = [UInt32(truncatingIfNeeded: beginning)]
            starts.reserveCapacity(bytes.count / 32 + 1)
            var nul: Int?
            for offset in beginning..<bytes.count where bytes[offset] <= 0x0A {
                if bytes[offset] == 0x0A {
                    starts.append(UInt32(truncatingIfNeeded: offset + 1))
                } else if bytes[offset] == 0, nul == nil {
                    nul = offset
                }
            }
            return (starts, nul)
        }
    }
}

extension UInt8 {
    /// A byte of a character behind its first one.
    @inline(__always)
    fileprivate var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
