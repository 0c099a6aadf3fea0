internal import CLibCurl

extension EasyHandle {
    func setTLS(_ options: TLSOptions, _ transfer: HTTPTransfer) {
        set(CURLOPT_SSL_VERIFYPEER, options.isVerified)
        set(CURLOPT_SSL_VERIFYHOST, options.isVerified ? 2 : 0)
        set(CURLOPT_SSLVERSION, range(options))
        // Every handshake whole: a resumed session shows no certificates and measures nothing.
        set(CURLOPT_SSL_SESSIONID_CACHE, false)
        // With a folder of authorities curl would parse the whole bundle again for every connection: 23 ms instead of 1.4.
        setNull(CURLOPT_CAPATH)
        // Seconds it keeps a parsed bundle; its default of a day would hide a renewed file from a monitor.
        set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        switch options.trust {
        case .system: break
        case .file(let path): set(CURLOPT_CAINFO, path)
        case .pem(let text): set(CURLOPT_CAINFO_BLOB, blob: text)
        }
        if let identity = options.identity { setIdentity(identity) }
        setTLSContext(function: HTTPTransfer.onTLSContext)
        set(CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(transfer).toOpaque())
    }

    private func setIdentity(_ identity: TLSOptions.Identity) {
        switch identity.source {
        case .files(let certificate, let key):
            set(CURLOPT_SSLCERT, certificate)
            set(CURLOPT_SSLKEY, key)
        case .pem(let certificate, let key):
            set(CURLOPT_SSLCERT_BLOB, blob: certificate)
            set(CURLOPT_SSLKEY_BLOB, blob: key)
        }
        // With none at all OpenSSL would ask for it on the terminal.
        set(CURLOPT_KEYPASSWD, identity.passphrase ?? "")
    }

    private func range(_ options: TLSOptions) -> Int {
        let least =
            switch options.minimumVersion {
            case .tls10: CURL_SSLVERSION_TLSv1_0
            case .tls11: CURL_SSLVERSION_TLSv1_1
            case .tls12: CURL_SSLVERSION_TLSv1_2
            case .tls13: CURL_SSLVERSION_TLSv1_3
            }
        let most =
            switch options.maximumVersion {
            case nil: CURL_SSLVERSION_MAX_DEFAULT
            case .tls10: CURL_SSLVERSION_MAX_TLSv1_0
            case .tls11: CURL_SSLVERSION_MAX_TLSv1_1
            case .tls12: CURL_SSLVERSION_MAX_TLSv1_2
            case .tls13: CURL_SSLVERSION_MAX_TLSv1_3
            }
        return least | most
    }
}
