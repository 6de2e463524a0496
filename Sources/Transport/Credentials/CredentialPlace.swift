/// Where a secret is kept.
public enum CredentialPlace: Hashable, Sendable {
    /// The environment variable of that name.
    case environment(String)
    /// The file at that path: ours, and nobody else may read it (mode 0600).
    case file(String)
    /// A program and its arguments, split at blanks (quotes keep them); it runs without a shell and the first line that
    /// it prints is the secret: `pass show market/massive`.
    case command(String)
}
