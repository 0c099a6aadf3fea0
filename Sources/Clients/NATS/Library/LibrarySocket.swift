internal import Glibc
internal import Network

/// Finds the sockets that libnats has made and has not told of yet.
enum LibrarySocket {
    /// Those to this address that a child process would inherit: ours are all marked, libnats's are not until it hands them over.
    static func connecting(to address: Address, port: Int) -> [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let descriptor = Int32(name), descriptor != dirfd(folder) else { continue }
            let flags = fcntl(descriptor, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0 else { continue }
            if peer(of: descriptor) == address.numeric + " \(port)" { found.append(descriptor) }
        }
        return found
    }

    /// The numeric address and port at the other end.
    private static func peer(of descriptor: Int32) -> String? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var host = [CChar](repeating: 0, count: 64)
        var service = [CChar](repeating: 0, count: 16)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard getpeername(descriptor, address, &length) == 0 else { return -1 }
                let flags = NI_NUMERICHOST | NI_NUMERICSERV
                let (room, more) = (socklen_t(host.count), socklen_t(service.count))
                return getnameinfo(address, length, &host, room, &service, more, flags)
            }
        }
        guard code == 0 else { return nil }
        return text(host) + " " + text(service)
    }

    private static func text(_ characters: [CChar]) -> String {
        characters.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
