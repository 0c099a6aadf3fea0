internal import Words

/// The hint for a word that is not among those that exist, or nil where none is near.
package func didYouMean(_ word: String, among names: some Sequence<String>) -> String? {
    NearestName.to(word, among: names).map { "did you mean \"\($0)\"?" }
}
