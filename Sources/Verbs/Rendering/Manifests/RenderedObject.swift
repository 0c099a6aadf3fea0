package import Kustomize
package import Templates
package import Words
package import YAML

/// A final object, and where the templates and values say what is in it: what schema and policy point at.
package struct RenderedObject: Sendable {
    package let object: Kustomize.Object
    package var node: YAML.Node { object.node }
    package var identity: ManifestIdentity {
        ManifestIdentity(apiVersion: object.apiVersion, kind: object.kind, name: object.name)
    }
    /// Where the object begins: in its template, or in the tree where it was not made of one.
    package let place: Place
    private let document: RenderedDocument?
    private let template: String?

    init(_ object: Kustomize.Object, document: RenderedDocument?, template: String?, place: Place) {
        self.object = object
        self.document = document
        self.template = template
        self.place = place
    }

    /// An object of a tree that was not rendered: its own places are all there is.
    package init(_ object: Kustomize.Object) {
        self.init(object, document: nil, template: nil, place: Place(object.place, file: ""))
    }

    /// Where a value stands, or what of its way there is nearest to it.
    package func place(of path: YAML.Path) -> Place {
        var node = document?.root ?? object.node
        var place = Place(node.place, file: template ?? self.place.file)
        if document != nil || node.place != .nowhere {
            for step in path.steps {
                var next: YAML.Node?
                switch step {
                case .key(let key):
                    next = node[key]
                    // A key's own place tells more than that of the map behind it.
                    if let entry = node.mapping?.entry(key), entry.key.place.line > 0 {
                        place = Place(entry.key.place, file: place.file)
                    }
                case .index(let index):
                    next = node[index]
                    if let item = next, item.place.line > 0 { place = Place(item.place, file: place.file) }
                }
                guard let next else { break }
                node = next
            }
        }
        return place.file.isEmpty ? self.place : place
    }

    /// The value that stands there, and where it was said; nil for what the template says itself.
    package func origin(of path: YAML.Path) -> (path: ValuePath, origin: Values.Origin)? {
        document?.source(of: path)
    }
}

extension KubernetesTree {
    /// The objects that one overlay makes.
    package func objects(of overlay: Overlay) throws(ManifestFailure) -> [RenderedObject] {
        let output: Kustomize.Output
        do throws(KustomizeError) {
            output = try Kustomize.build("/\(overlay.folder)", in: memory)
        } catch {
            throw .tree(error)
        }
        return output.objects.map { object in overlay.object(object) }
    }
}

extension KubernetesTree.Overlay {
    fileprivate func object(_ object: Kustomize.Object) -> RenderedObject {
        let identity = ManifestIdentity(apiVersion: object.apiVersion, kind: object.kind, name: object.name)
        if let member = layers.lazy.compactMap({ $0.member(identity) }).first {
            let place = Place(member.document.root.place, file: member.template)
            return RenderedObject(object, document: member.document, template: member.template, place: place)
        }
        for layer in layers {
            for kind in ["configMapGenerator", "secretGenerator"] {
                for generator in layer.kustomization?.root[kind]?.sequence ?? [] {
                    guard let name = generator["name"]?.string, object.name.hasPrefix("\(name)-") else { continue }
                    let place = Place(generator.place, file: layer.kustomizationTemplate)
                    return RenderedObject(object, document: nil, template: nil, place: place)
                }
            }
        }
        return RenderedObject(object)
    }
}
