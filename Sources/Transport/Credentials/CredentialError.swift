/// Why a secret is not there: what is wrong with its place, what to do. Shows nothing of it.
struct CredentialError: Error, Hashable, Sendable {
    var message: String
}
