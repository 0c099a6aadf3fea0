import FoundationEssentials
import TestSupport
import Testing

@Suite struct ArrowTests {
    /// Clients that may know other clients, and which: the base ones are free to all.
    private let clientArrows: [String: Set<String>] = [
        "Network": ["Cryptography"], "S3": ["HTTP", "Cryptography"], "HTTP": ["Cryptography"],
        "NATS": ["HTTP", "JSON"], "HTTPServer": ["HTTP"],
        "KubernetesAPI": ["HTTP", "Cryptography", "JSON", "YAML", "Subprocesses"],
    ]
    private let base: Set<String> = ["Deadlines", "Network"]

    @Test func `arrows point down only`() throws {
        let modules = try Modules()
        #expect(modules.all.count >= 18)
        for module in modules.all {
            for file in module.files {
                for name in try Modules.imports(of: file) {
                    guard let other = modules.named(name) else { continue }
                    #expect(mayKnow(module, other), "\(module.name) must not know \(name): \(file)")
                }
            }
        }
    }

    private func mayKnow(_ module: Modules.Module, _ other: Modules.Module) -> Bool {
        if module.name == other.name { return true }
        switch (module.wing, other.wing) {
        case ("client", "client"):
            if base.contains(other.name) { return !base.contains(module.name) || other.name == "Deadlines" }
            return clientArrows[module.name]?.contains(other.name) == true
        // The words all share may lock and wait; nothing more of the clients.
        case ("platform", "client"): return module.name != "Words" || other.name == "Deadlines"
        case ("platform", "platform"):
            // The rungs of HTTP stand on those that every protocol has.
            return module.name != "Words" && other.name == "Words"
                || module.name == "WebLadder" && other.name == "Ladder"
        case ("face", "face"): return other.name == "Terminal"
        case ("face", "platform"): return other.name == "Words"
        case ("face", "client"): return other.name == "Deadlines"
        case ("noun", "noun"), ("verb", "verb"): return module.family != nil && module.family == other.family
        case ("noun", "verb"), ("verb", "noun"): return false
        case ("noun", "face"), ("verb", "face"): return false
        default: return module.floor > other.floor
        }
    }

    @Test func `no module knows the whole of Foundation`() throws {
        let forbidden: Set = ["Foundation", "FoundationNetworking", "FoundationXML", "Darwin"]
        for file in try Modules.swiftFiles("\(projectRoot)/Sources") {
            let found = try Modules.imports(of: file).filter(forbidden.contains)
            #expect(found.isEmpty, "\(file) imports \(found)")
        }
    }

    @Test func `only clients touch C libraries, and each its own`() throws {
        let owners: [String: Set<String>] = [
            "CLibPQ": ["PostgreSQL"], "CLibCurl": ["HTTP"], "CLibYAML": ["YAML"], "CLibNATS": ["NATS"],
            "COpenSSL": ["Cryptography", "Network", "PostgreSQL", "HTTP", "NATS"], "CExpat": ["S3"],
            "CHiredis": ["Redis"], "CMicroHTTPD": ["HTTPServer"],
            "CSchemaData": ["Schemas"], "CZlib": ["Archives"],
        ]
        for module in try Modules().all {
            for file in module.files {
                for name in try Modules.imports(of: file) {
                    guard let may = owners[name] else { continue }
                    #expect(may.contains(module.name), "\(module.name) must not touch \(name): \(file)")
                }
            }
        }
    }

    @Test func `locks go by one name`() throws {
        for file in try Modules.swiftFiles("\(projectRoot)/Sources") where !file.hasSuffix("Deadlines/Locked.swift") {
            let text = try Modules.text(file)
            #expect(!text.contains("Mutex<") && !text.contains("Mutex("), "\(file) uses Mutex; Locked is its name here")
        }
    }

    @Test func `the program is linked with no Swift and no Foundation library beyond the essentials`() throws {
        for (name, own, foreign) in [("ihctl", "libpq", "libmicrohttpd"), ("ih-agent", "libmicrohttpd", "libpq")] {
            let libraries = try run(["ldd", "\(projectRoot)/.build/debug/\(name)"]).output
            #expect(libraries.contains(own) && !libraries.contains(foreign))
            #expect(!libraries.contains("libFoundation.so"))
            #expect(!libraries.contains("libFoundationNetworking"))
            #expect(!libraries.contains("libFoundationInternationalization"))
            // The release binary, where one was built, carries Swift within it.
            let release = "\(projectRoot)/.build/release/\(name)"
            guard FileManager.default.fileExists(atPath: release) else { continue }
            let bare = try run(["ldd", release]).output
            #expect(!bare.contains("libswift") && !bare.contains("libFoundation"))
        }
    }
}
