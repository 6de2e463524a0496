import AdapterKit
import AdapterKitJSON

/// Statuses and errors, which look alike in all replies.
enum Envelope {
    /// The document of a reply that can be used. Throws what an HTTP status says, or an error with status 200.
    static func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        guard (200...299).contains(reply.httpStatus) else { throw failure(bytes, reply) }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(reading: bytes)
        } catch {
            throw AdapterFailure(error, in: "Finnhub")
        }
        if let said = document.root["error"]?.string { throw inside(said) }
        return document
    }

    private static func inside(_ said: String) -> AdapterFailure {
        let message = "Finnhub answered 200 with an error: \(said.prefix(200))"
        let lower = said.lowercased()
        if lower.contains("limit reached") { return AdapterFailure(.rateLimited, message) }
        if lower.contains("api key") { return AdapterFailure(.badCredential, message) }
        if lower.contains("access") { return AdapterFailure(.notEntitled, message) }
        return AdapterFailure(.malformed, message)
    }

    /// Errors are JSON or plain text. A web page with 403 is no answer of Finnhub's.
    private static func failure(_ bytes: Span<UInt8>, _ reply: borrowing Reply) -> AdapterFailure {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(reading: bytes)
        } catch {
            let isPage = bytes.count > 0 && bytes[0] == UInt8(ascii: "<")
            if isPage, reply.httpStatus == 403 { return AdapterFailure(error, in: "Finnhub answered 403") }
            return failure(reply, said: isPage ? "" : String(quoting: bytes, 0..<bytes.count, limit: 200))
        }
        return failure(reply, said: document.root["error"]?.string ?? "")
    }

    private static func failure(_ reply: borrowing Reply, said: String) -> AdapterFailure {
        AdapterFailure(status: reply, source: "Finnhub", said: said)
            ?? AdapterFailure(.internal, "a status of 200 is no failure")
    }
}
