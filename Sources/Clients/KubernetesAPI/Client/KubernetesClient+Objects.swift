package import Deadlines
package import FoundationEssentials
package import JSON

/// All objects of a list, and when they were told.
package struct ObjectList: Sendable {
    package var items: [JSON]
    /// By the server's clock.
    package var date: Date?
    /// There are more than were asked for.
    package var isCut: Bool
}

extension KubernetesClient {
    package func get(
        _ kind: ObjectKind,
        _ name: String,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> JSON {
        let asked = KubernetesError.Asked(verb: "get", resource: kind.qualified, namespace: namespace, name: name)
        return try await json(Call(path: kind.path(in: namespace, named: name), asked: asked), by: deadline)
    }

    /// All of a kind, page by page, up to `most` of them.
    ///
    /// Where the server forgets a list between two pages (it keeps one for five minutes) it is begun again, once.
    package func list(
        _ kind: ObjectKind,
        in namespace: String? = nil,
        labels: String? = nil,
        fields: String? = nil,
        page: Int = 500,
        most: Int = 50_000,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> ObjectList {
        let asked = KubernetesError.Asked(verb: "list", resource: kind.qualified, namespace: namespace)
        var list = ObjectList(items: [], isCut: false)
        var next: String?
        var isBegunAgain = false
        while true {
            var call = Call(path: kind.path(in: namespace), asked: asked)
            call.query = [("limit", String(page))]
            if let labels { call.query.append(("labelSelector", labels)) }
            if let fields { call.query.append(("fieldSelector", fields)) }
            if let next { call.query.append(("continue", next)) }
            let piece: JSON
            do throws(KubernetesError) {
                let answer = try await answer(call, by: deadline)
                list.date = answer.date
                piece = try json(of: answer, call)
            } catch {
                guard error.status?.meaning == .expired, next != nil, !isBegunAgain else { throw error }
                isBegunAgain = true
                (list.items, next) = ([], nil)
                continue
            }
            guard piece["kind"].string?.hasSuffix("List") == true else {
                throw self.error(.notKubernetes(status: 200, contentType: nil), asked)
            }
            list.items += piece["items"].array ?? []
            next = piece["metadata"]["continue"].string
            guard let mark = next, !mark.isEmpty else { return list }
            if list.items.count >= most {
                list.isCut = true
                return list
            }
        }
    }

    @discardableResult
    package func create(
        _ kind: ObjectKind,
        _ object: JSON,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> JSON {
        let name = object["metadata"]["name"].string
        let asked = KubernetesError.Asked(verb: "create", resource: kind.qualified, namespace: namespace, name: name)
        var call = Call(method: "POST", path: kind.path(in: namespace), asked: asked)
        call.query = [("fieldManager", fieldManager)]
        call.body = object.bytes()
        return try await json(call, by: deadline)
    }

    /// Puts an object in another's place; its `resourceVersion`, where it has one, must still hold.
    @discardableResult
    package func replace(
        _ kind: ObjectKind,
        _ object: JSON,
        named name: String,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> JSON {
        let asked = KubernetesError.Asked(verb: "update", resource: kind.qualified, namespace: namespace, name: name)
        var call = Call(method: "PUT", path: kind.path(in: namespace, named: name), asked: asked)
        call.query = [("fieldManager", fieldManager)]
        call.body = object.bytes()
        return try await json(call, by: deadline)
    }

    /// Server-side apply: the fields given become as they are given and ours; those of other managers stay.
    ///
    /// A field that another manager holds is a conflict (409) unless it is taken by `force`.
    @discardableResult
    package func apply(
        _ kind: ObjectKind,
        _ object: JSON,
        named name: String,
        in namespace: String? = nil,
        force: Bool = false,
        isDryRun: Bool = false,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> JSON {
        let asked = KubernetesError.Asked(verb: "patch", resource: kind.qualified, namespace: namespace, name: name)
        var call = Call(method: "PATCH", path: kind.path(in: namespace, named: name), asked: asked)
        call.query = [("fieldManager", fieldManager), ("force", force ? "true" : "false")]
        if isDryRun { call.query.append(("dryRun", "All")) }
        // Every JSON text is YAML too.
        call.contentType = "application/apply-patch+yaml"
        call.body = object.bytes()
        return try await json(call, by: deadline)
    }

    /// A merge patch (RFC 7386).
    @discardableResult
    package func patch(
        _ kind: ObjectKind,
        named name: String,
        with change: JSON,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> JSON {
        let asked = KubernetesError.Asked(verb: "patch", resource: kind.qualified, namespace: namespace, name: name)
        var call = Call(method: "PATCH", path: kind.path(in: namespace, named: name), asked: asked)
        call.query = [("fieldManager", fieldManager)]
        call.contentType = "application/merge-patch+json"
        call.body = change.bytes()
        return try await json(call, by: deadline)
    }

    /// Gone already is not an error; what belongs to the object goes after it.
    package func delete(
        _ kind: ObjectKind,
        _ name: String,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) {
        let asked = KubernetesError.Asked(verb: "delete", resource: kind.qualified, namespace: namespace, name: name)
        var call = Call(method: "DELETE", path: kind.path(in: namespace, named: name), asked: asked)
        call.body = JSON.object(["propagationPolicy": "Background"]).bytes()
        do throws(KubernetesError) {
            _ = try await answer(call, by: deadline)
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}

/// What the server writes down as the owner of the fields we set.
private let fieldManager = "ihctl"
