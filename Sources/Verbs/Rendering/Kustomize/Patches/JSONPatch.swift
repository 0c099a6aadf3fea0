internal import YAML

/// A JSON patch (RFC 6902), with what kustomize's library does beyond it: indices may count from the end, and `replace`
/// of a key that is missing adds it.
struct JSONPatch {
    private enum Operation {
        case add(Pointer, YAML.Node)
        case remove(Pointer)
        case replace(Pointer, YAML.Node)
        case move(from: Pointer, to: Pointer)
        case copy(from: Pointer, to: Pointer)
        case test(Pointer, YAML.Node)
    }

    private var operations: [Operation] = []

    /// - Parameter node: a list of operations.
    init(_ node: YAML.Node) throws(KustomizeError) {
        for item in node.sequence ?? [] {
            let known = ["op", "path", "from", "value"]
            let fields = try FieldReader(item, "patch", known: known)
            let op = try fields.string("op") ?? ""
            let path = try Pointer(try fields.string("path"), "path", at: item.place)
            func value() throws(KustomizeError) -> YAML.Node {
                if fields.has("value") { return item["value"] ?? .null }
                throw KustomizeError(.invalid("the operation \(op) needs a value"), at: item.place)
            }
            func from() throws(KustomizeError) -> Pointer {
                try Pointer(try fields.string("from"), "from", at: item.place)
            }
            switch op {
            case "add": operations.append(.add(path, try value()))
            case "remove": operations.append(.remove(path))
            case "replace": operations.append(.replace(path, try value()))
            case "move": operations.append(.move(from: try from(), to: path))
            case "copy": operations.append(.copy(from: try from(), to: path))
            case "test": operations.append(.test(path, fields.has("value") ? item["value"] ?? .null : .null))
            default:
                let expected = "add, remove, replace, move, copy or test"
                let place = fields.node("op")?.place ?? item.place
                throw KustomizeError(.mismatch("op", expected: expected, found: "\"\(op)\""), at: place)
            }
        }
    }

    /// - Parameter budget: nodes that copies may still make.
    func apply(to root: inout YAML.Node, budget: inout Int) throws(MergeError) {
        for operation in operations {
            switch operation {
            case .add(let path, let value): try path.add(value, to: &root)
            case .remove(let path): try path.remove(from: &root)
            case .replace(let path, let value): try path.replace(by: value, in: &root)
            case .move(let from, let to):
                guard !to.isBelow(from) else { throw MergeError(path: to.text, reason: "it is below what is moved") }
                let value = try from.value(in: root)
                try from.remove(from: &root)
                try to.add(value, to: &root)
            case .copy(let from, let to):
                let value = try from.value(in: root)
                budget -= value.nodeCount
                guard budget > 0, to.depth + value.depth <= 150 else {
                    throw MergeError(path: to.text, reason: "the copies are too many or too deep")
                }
                try to.add(value, to: &root)
            case .test(let path, let value):
                guard let found = try? path.value(in: root) else {
                    guard value.isNull else { throw MergeError(path: path.text, reason: "there is nothing to test") }
                    continue
                }
                guard found.meansSame(as: value) else {
                    throw MergeError(path: path.text, reason: "the test failed: found \(found.inWords)")
                }
            }
        }
    }
}

extension YAML.Node {
    /// Values in this tree.
    var nodeCount: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + $1.nodeCount }
        case .mapping(let mapping): mapping.reduce(1) { $0 + $1.value.nodeCount }
        }
    }

    var depth: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): 1 + (items.map(\.depth).max() ?? 0)
        case .mapping(let mapping): 1 + (mapping.map(\.value.depth).max() ?? 0)
        }
    }

    /// Equal as JSON: neither the order of keys nor the spelling of numbers counts.
    func meansSame(as other: YAML.Node) -> Bool {
        switch (content, other.content) {
        case (.scalar(let mine), .scalar(let theirs)):
            if let one = double, let two = other.double { return one == two || one.isNaN && two.isNaN }
            guard value == other.value else { return false }
            return value != .text || mine.text.utf8.elementsEqual(theirs.text.utf8)
        case (.sequence(let mine), .sequence(let theirs)):
            return mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.meansSame(as: $1) }
        case (.mapping(let mine), .mapping(let theirs)):
            return mine.count == theirs.count
                && mine.allSatisfy { entry in theirs[entry.name].map { entry.value.meansSame(as: $0) } ?? false }
        default: return false
        }
    }
}
