import Checksum

/// Posts JSON to one address that the user named: over https, or over http to this machine. Follows no redirect and
/// repeats nothing; who posts decides that.
public struct HTTPNotifier: Sendable {
    /// Carries the signature: `sha256=` and the HMAC-SHA256 of the body in hexadecimal.
    public static let signatureHeader = "X-Candlewick-Signature"
    /// What failures are said of.
    private static let name = "webhook"

    private let address: SourceAddress
    private let token: CredentialPlace?
    private let signature: CredentialPlace?
    private let client: HTTPClient

    /// A way to an address.
    ///
    /// - Parameters:
    ///   - hosts: where the list is not empty the address's host must be in it.
    ///   - token: sent as `Authorization: Bearer`.
    ///   - signature: the key that bodies are signed with.
    /// - Throws: `invalidRequest` for an address that nothing is sent to.
    public init(
        _ address: String, hosts: [String] = [], token: CredentialPlace? = nil, signature: CredentialPlace? = nil,
        client: HTTPClient
    ) throws(FetchError) {
        func problem(_ text: String) -> FetchError {
            FetchError(
                .invalidRequest, source: Self.name, "the address cannot be used: \(text); give https://HOST/PATH")
        }
        let place: SourceAddress
        do { place = try SourceAddress(address) } catch { throw problem(error.message) }
        guard place.isPrivate else { throw problem("http is only for this machine, others can read it") }
        guard hosts.isEmpty || hosts.contains(where: { $0.lowercased() == place.host }) else {
            throw problem("its host \(place.host) is none of \(hosts.joined(separator: ", "))")
        }
        (self.address, self.token, self.signature, self.client) = (place, token, signature, client)
    }

    /// Posts a body once, within 10 s.
    ///
    /// - Parameter headers: further ones.
    /// - Throws: what became of it; `isTransient` where the same body can do better another time. Holds no secret.
    public func post(_ body: [UInt8], headers: [SourceHeader] = []) async throws(FetchError) {
        var call = HTTPCall(address: address, method: "POST", body: body)
        call.connectTimeout = .seconds(5)
        call.totalTimeout = .seconds(10)
        // What it says does not matter.
        call.largestReply = 1 << 16
        call.headers = [HTTPCall.Header(name: "Content-Type", value: "application/json")]
        let redactor = Redactor()
        do {
            if let token {
                let secret = try await token.read()
                redactor.add(secret)
                call.headers.append(HTTPCall.Header(name: "Authorization", value: "Bearer ", secret: secret))
            }
            if let signature {
                let secret = try await signature.read()
                redactor.add(secret)
                // The body's own bytes: no padding could be seen.
                let signed = secret.withBytes { unsafe HMACSHA256.hexadecimal(key: $0, body.span.bytes) }
                call.headers.append(HTTPCall.Header(name: Self.signatureHeader, value: "sha256=\(signed)"))
            }
        } catch {
            throw FetchError(.credential, source: Self.name, redactor.scrub(error.message), isTransient: true)
        }
        for header in headers {
            if let problem = HeaderRules.problem(header) {
                throw FetchError(.invalidRequest, source: Self.name, problem)
            }
            call.headers.append(HTTPCall.Header(name: header.name, value: header.value))
        }
        let answer: HTTPAnswer
        do { answer = try await client.send(call) } catch { throw failure(error, redactor) }
        if (200...299).contains(answer.status) { return }
        throw refusal(answer)
    }

    private func failure(_ failure: HTTPFailure, _ redactor: Redactor) -> FetchError {
        if failure.kind == .cancelled { return .cancelled(Self.name) }
        let said = failure.text.isEmpty ? "\(failure.kind)" : failure.text
        return FetchError(
            failure.kind == .timedOut ? .timeout : .network, source: Self.name,
            redactor.scrub("\(address.authority) was not reached (\(said)); check the address and the network"),
            isTransient: true)
    }

    private func refusal(_ answer: HTTPAnswer) -> FetchError {
        let retryAfter = RetryAfter.duration(answer, now: answer.receivedAt)
        let text = "\(address.authority) answered with status \(answer.status)"
        switch answer.status {
        case 300...399:
            return FetchError(.redirect, source: Self.name, text + ", which is not followed; give the final address")
        case 408, 425, 429, 500...:
            return FetchError(
                .unavailable, source: Self.name, text + "; it is tried again", isTransient: true,
                retryAfter: retryAfter)
        default:
            return FetchError(.unavailable, source: Self.name, text + "; check the address and the token")
        }
    }
}
