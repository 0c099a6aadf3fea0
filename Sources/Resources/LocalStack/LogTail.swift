internal import Glibc

/// The end of a log, and what is added to it.
package struct LogTail: Sendable {
    package let path: String
    private var position: Int
    private var rest: [UInt8] = []

    private static let window = 256 * 1_024

    /// Starts `lines` lines before the end.
    package init(_ path: String, last lines: Int) {
        self.path = path
        position = LogTail.start(ofLast: lines, in: path)
    }

    package static func last(_ lines: Int, of path: String) -> [String] {
        var tail = LogTail(path, last: lines)
        return tail.newLines(includingUnfinished: true)
    }

    /// Whole lines written since the last call; a file that became shorter is read anew.
    package mutating func newLines(includingUnfinished: Bool = false) -> [String] {
        guard let (descriptor, size) = LogTail.opened(path) else { return [] }
        defer { close(descriptor) }
        if size < position { (position, rest) = (0, []) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // To the size that was found: what is written meanwhile is read the next time.
        while position < size {
            let count = pread(descriptor, &buffer, min(buffer.count, size - position), off_t(position))
            guard count > 0 else { break }
            rest += buffer[..<count]
            position += count
        }
        var lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let unfinished = lines.popLast() ?? ""
        rest = Array(unfinished.utf8)
        if includingUnfinished, !unfinished.isEmpty { lines.append(unfinished) }
        return lines
    }

    private static func start(ofLast lines: Int, in path: String) -> Int {
        guard let (descriptor, size) = opened(path) else { return 0 }
        defer { close(descriptor) }
        let from = max(0, size - window)
        var buffer = [UInt8](repeating: 0, count: size - from)
        let count = pread(descriptor, &buffer, buffer.count, off_t(from))
        guard count > 0, lines > 0 else { return size }
        // The last newline ends the last line; the one before the wanted lines is what is looked for.
        var left = lines
        for index in stride(from: count - 2, through: 0, by: -1) where buffer[index] == 0x0A {
            left -= 1
            if left == 0 { return from + index + 1 }
        }
        // The window's edge cuts a line, and half of one nobody can judge.
        guard from > 0 else { return from }
        return buffer[..<count].firstIndex(of: 0x0A).map { from + $0 + 1 } ?? size
    }

    /// Nil where it is no regular file: a pipe would be waited for, and a device never ends.
    private static func opened(_ path: String) -> (descriptor: Int32, size: Int)? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        return (descriptor, Int(facts.st_size))
    }
}
