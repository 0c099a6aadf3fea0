internal import Glibc
package import Terminal
package import Words

/// Refuses to start where hardly a file can be opened, in words; nil where there is room.
///
/// What runs tasks needs descriptors of its own, and ends the program with a trap where it gets none.
/// - Parameter open: opens something, or tells why not by `errno`.
package func refusalWithoutFiles(
    program: String,
    least: Int = 12,
    errors: OutputStream = OutputStream(descriptor: 2),
    opening open: () -> Int32 = { Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) },
) -> ExitStatus? {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < least {
        let descriptor = open()
        guard descriptor < 0 else {
            opened.append(descriptor)
            continue
        }
        // A machine without /dev/null, or one that keeps it shut, says nothing of descriptors.
        guard errno == EMFILE || errno == ENFILE else { return nil }
        errors.write(
            "\(program): only \(opened.count) more files can be opened here, and \(least) are needed\n\nhint: ulimit -n 1024\n"
        )
        return .incomplete
    }
    return nil
}
