import FoundationEssentials
import Kustomize
import Manifests
import TestSupport
import Testing
import Words

@Suite struct KubernetesTreeTests {
    @Test func `see`() throws {
        do {
            let tree = try KubernetesTree(try Shipped.templates(), try Shipped.matrix())
            for file in tree.files {
                let path = "/tmp/rk8s/out/\(file.path)"
                let folder = String(path[..<path.lastIndex(of: "/")!])
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(file.bytes).write(to: URL(filePath: path))
            }
            for overlay in tree.overlays {
                _ = try tree.objects(of: overlay)
            }
        } catch let error as ManifestFailure {
            for f in error.findings { print(f.place as Any, f.headline) }
            throw error
        }
    }
}
