internal import CLibCurl

/// How far the present hop of a transfer came; curl adds its marks up over redirects, so the marks at the start of a hop are kept.
struct HTTPProgress {
    var didStartLookup = false
    var didStartTLS = false
    private(set) var hops = 0
    private var lookedUpBefore = 0
    private var begunBefore = 0

    /// Another hop begins where a redirect leads.
    mutating func startAnew(_ easy: EasyHandle?) {
        self = HTTPProgress(
            hops: hops + 1,
            lookedUpBefore: easy?.offset(CURLINFO_NAMELOOKUP_TIME_T) ?? 0,
            begunBefore: easy?.offset(CURLINFO_PRETRANSFER_TIME_T) ?? 0
        )
    }

    init() {}

    private init(hops: Int, lookedUpBefore: Int, begunBefore: Int) {
        self.hops = hops
        self.lookedUpBefore = lookedUpBefore
        self.begunBefore = begunBefore
    }

    /// The request of this hop went out, at least in part.
    func didBegin(_ easy: EasyHandle) -> Bool { easy.offset(CURLINFO_PRETRANSFER_TIME_T) > begunBefore }

    func phase(of transfer: HTTPTransfer, _ easy: EasyHandle) -> HTTPPhase {
        if transfer.head.status > 0 { return .receiving }
        if didBegin(easy) {
            guard let source = transfer.source else { return .awaitingReply }
            let isAllSent = source.length.map { easy.offset(CURLINFO_SIZE_UPLOAD_T) >= $0 } ?? source.isExhausted
            return isAllSent ? .awaitingReply : .sending
        }
        if didStartTLS { return .tls }
        if easy.offset(CURLINFO_NAMELOOKUP_TIME_T) > lookedUpBefore { return .connect }
        return didStartLookup ? .nameLookup : .waiting
    }
}
