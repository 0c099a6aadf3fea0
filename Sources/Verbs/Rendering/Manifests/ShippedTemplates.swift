internal import CTemplates

extension TemplateFolder {
    /// The templates in the program: those of `ihctl init`, and of a project that has none of its own.
    package static let shipped = TemplateFolder(
        UnsafeBufferPointer(start: ctemplates(), count: ctemplates_count()).map { template in
            File(
                path: String(cString: template.path),
                bytes: Array(UnsafeBufferPointer(start: template.bytes, count: template.size))
            )
        }
    )
}
