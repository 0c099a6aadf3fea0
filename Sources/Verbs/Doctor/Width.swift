internal import Glibc

extension Doctor {
    /// So many checks at once that this process does not run out of files: each connection is one, and some checks hold several.
    ///
    /// Whoever has few waits longer, and no service is called broken for it.
    package static var widthOfProcess: Int {
        width(ofFiles: sysconf(Int32(_SC_OPEN_MAX)))
    }

    static func width(ofFiles limit: Int) -> Int {
        // No limit at all is told as -1.
        guard limit >= 0 else { return .max }
        return max(leastWidth, (limit - filesOfOwn) / filesOfCheck)
    }

    /// Output, logs, the event loops, and what stays open from one check to the next.
    private static let filesOfOwn = 48
    private static let filesOfCheck = 4
    private static let leastWidth = 2
}
