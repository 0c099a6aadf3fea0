/// Which values a rendering read.
package struct ValueUsage: Sendable, Hashable {
    /// By number: read with all below it.
    private(set) var taken: [Bool]
    /// By number: asked whether it holds, or gone through.
    private(set) var askedOf: [Bool]

    init(of values: Values) {
        taken = Array(repeating: false, count: values.count)
        askedOf = taken
    }

    mutating func take(_ value: Values.Value) { taken[value.number] = true }
    mutating func ask(_ value: Values.Value) { askedOf[value.number] = true }

    /// Adds what another rendering with the same values read.
    package mutating func formUnion(_ other: ValueUsage) {
        precondition(taken.count == other.taken.count, "the same values were read")
        for number in taken.indices {
            if other.taken[number] { taken[number] = true }
            if other.askedOf[number] { askedOf[number] = true }
        }
    }
}
