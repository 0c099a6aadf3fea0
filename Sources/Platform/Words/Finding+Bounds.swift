// A server may say as much as it likes: what is told of it has an end.
extension Finding {
    /// The same with every text cut to what somebody can read.
    package var bounded: Finding {
        var finding = self
        finding.message = message.bounded
        finding.evidence = evidence.map { piece in
            switch piece {
            case .paragraph(let text): .paragraph(text.bounded)
            case .verbatim(let text): .verbatim(text.bounded)
            case .fact(let name, let value): .fact(name.bounded, value.bounded)
            }
        }
        return finding
    }
}

extension String {
    private static let most = 4_000

    fileprivate var bounded: String {
        let size = utf8.count
        guard size > String.most else { return self }
        return String(decoding: utf8.prefix(String.most), as: UTF8.self) + "… (\(size - String.most) bytes more)"
    }
}
