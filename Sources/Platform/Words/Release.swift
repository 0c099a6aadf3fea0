/// What all programs of this project call themselves.
package enum Release {
    package static let version = "0.1.0"
    /// Where ihctl's own image is kept, readable without a login: for whoever names no other.
    package static let image = "rg.fr-par.scw.cloud/island-hopper/ihctl:v\(version)"
}
