import Manifests
import Platform
import PlatformValues
import TestSupport

/// The project's own templates and platform file, rendered once.
enum Shipped {
    static func templates() throws -> TemplateFolder {
        try TemplateFolder(reading: Folder("\(projectRoot)/templates"))
    }

    static func matrix(_ environments: [String] = ["staging", "production"], root: String = projectRoot) throws
        -> ValuesMatrix
    {
        let loader = PlatformLoader(project: Project.around(root), variables: Variables(process: [:]))
        return try ValuesMatrix(loader, environments: environments)
    }
}
