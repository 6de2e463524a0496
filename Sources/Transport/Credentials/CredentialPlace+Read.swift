import Glibc

extension CredentialPlace {
    /// Why the secret cannot be had from there, nil when it can; nothing of it is shown.
    public func problem(timeout: Duration = .seconds(30)) async -> String? {
        do throws(CredentialError) {
            _ = try await read(timeout: timeout)
            return nil
        } catch {
            return error.message
        }
    }

    /// Whether there is a secret, as far as a look tells without running anything: of a command only that it is named.
    public var isThere: Bool {
        // Why there is none is `problem`'s to say.
        switch self {
        case .environment(let name): (try? Self.variable(name)) != nil
        case .file(let path): (try? SecretFile.read(path)) != nil
        case .command(let text): CommandWords.split(text)?.isEmpty == false
        }
    }

    /// Where it is, for messages; a command without its arguments.
    public var shown: String {
        switch self {
        case .environment(let name): "the environment variable \(name)"
        case .file(let path): "the file '\(path)'"
        case .command(let text): "the command '\(CommandWords.split(text)?.first ?? "")'"
        }
    }

    /// Reads the secret, in a form that can stand in a header.
    func read(timeout: Duration = .seconds(30)) async throws(CredentialError) -> Secret {
        let secret: Secret
        switch self {
        case .environment(let name): secret = try Self.variable(name)
        case .file(let path): secret = try SecretFile.read(path)
        case .command(let text): secret = try await SecretCommand.run(text, timeout: timeout)
        }
        if let problem = secret.problem { throw CredentialError(message: "the key in \(shown) \(problem); correct it") }
        return secret
    }

    private static func variable(_ name: String) throws(CredentialError) -> Secret {
        guard !name.isEmpty, !name.contains("="), let value = unsafe getenv(name) else {
            throw CredentialError(
                message: "the environment variable \(name), which should hold the key, is not set; "
                    + "set it, or say in the settings where the key is")
        }
        // The environment's own bytes up to their zero; nobody changes it while the program runs.
        return unsafe Secret(RawSpan(_unsafeStart: value, byteCount: strlen(value)))
    }
}
