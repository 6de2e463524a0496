import Synchronization

/// A source's secrets by the adapter's names: read when first needed, once for all who need them.
final class SourceCredentials: Sendable {
    private let places: [String: CredentialPlace]
    private let redactor: Redactor
    private let readings = Mutex<[String: Task<Result<Secret, CredentialError>, Never>]>([:])

    init(_ places: [String: CredentialPlace], _ redactor: Redactor) {
        self.places = places
        self.redactor = redactor
    }

    /// The secret of that name; the redactor knows it from now on.
    func secret(_ name: String) async throws(CredentialError) -> Secret {
        guard let place = places[name] else {
            throw CredentialError(
                message: "the adapter needs the key '\(name)' and the settings do not say where it is; "
                    + "name an environment variable, a file of mode 0600 or a command that prints it")
        }
        let reading = readings.withLock { readings in
            if let known = readings[name] { return known }
            let new = Task { () -> Result<Secret, CredentialError> in
                do throws(CredentialError) { return .success(try await place.read()) } catch { return .failure(error) }
            }
            readings[name] = new
            return new
        }
        switch await reading.value {
        case .success(let secret):
            redactor.add(secret)
            return secret
        case .failure(let error):
            // The next request looks again: the user may have put it right.
            forget(name)
            throw CredentialError(message: "the key '\(name)' is missing: \(error.message)")
        }
    }

    /// Reads it again next time: the source did not take it, perhaps it was changed.
    func forget(_ name: String) { readings.withLock { $0[name] = nil } }
}
