internal import CTemplates

extension TemplateFolder {
    /// The templates that ihctl brings along: those of `ihctl init`, and of a project that has none of its own.
    ///
    /// They are this project's own, but for the kinds that stand under `starter`: the images of this project are built of its sources,
    /// which nobody else has.
    package static let shipped: TemplateFolder = {
        let starter = "starter/"
        let all = UnsafeBufferPointer(start: ctemplates(), count: ctemplates_count()).map { template in
            File(
                path: String(cString: template.path),
                bytes: Array(UnsafeBufferPointer(start: template.bytes, count: template.size))
            )
        }
        let replacing = all.filter { $0.path.hasPrefix(starter) }.map { file in
            File(path: String(file.path.dropFirst(starter.count)), bytes: file.bytes)
        }
        let kinds = Set(replacing.compactMap { $0.path.split(separator: "/").first })
        let kept = all.filter { file in
            !file.path.hasPrefix(starter) && file.path.split(separator: "/").first.map { !kinds.contains($0) } == true
        }
        return TemplateFolder(kept + replacing)
    }()
}
