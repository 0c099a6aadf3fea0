internal import Glibc

/// A small file read at once; throws the system's code.
struct FileFailure: Error {
    var code: Int32
}

/// A kubeconfig or a certificate is never larger.
let largestFile = 16 << 20

func wholeFile(_ path: String) throws(FileFailure) -> [UInt8] {
    // Without O_NONBLOCK a pipe that nobody writes to would hold us for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw FileFailure(code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(file, &piece, piece.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw FileFailure(code: errno) }
        if count == 0 { return bytes }
        bytes += piece[..<count]
        guard bytes.count <= largestFile else { throw FileFailure(code: EFBIG) }
    }
}

func errorText(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
}
