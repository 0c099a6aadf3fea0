internal import Cryptography
internal import SQLText

extension Script {
    /// Over the first statements alone; nil where there are not so many.
    package func checksum(ofFirst count: Int) -> String? {
        guard count >= 0, count <= statements.count else { return nil }
        let digest = RunningDigest(.sha256)
        for statement in statements.prefix(count) {
            digest.update(Array(text.bytes[statement.range]))
            digest.update([0])
        }
        return digest.finish().hexadecimal
    }
}
