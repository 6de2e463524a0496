import AdapterKit
import AdapterKitJSON

/// What is the same in all replies: status, errors, the link to the next page.
enum Envelope {
    /// The document of a reply that can be used. Throws what an HTTP status or the reply's own `status` says.
    static func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        guard (200...299).contains(reply.httpStatus) else { throw failure(bytes, reply) }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(reading: bytes)
            _ = try document.root.string("status")
        } catch {
            throw AdapterFailure(error, in: "Massive")
        }
        if let failure = inside(document.root) { throw failure }
        return document
    }

    /// An error that came with status 200.
    private static func inside(_ root: JSONValue) -> AdapterFailure? {
        let status = root["status"]?.string ?? ""
        if status == "OK" || status == "DELAYED" { return nil }
        let said = said(root)
        let message = "Massive answered 200 with the status \(status.prefix(40)): \(said.prefix(200))"
        let lower = said.lowercased()
        switch status {
        case "NOT_AUTHORIZED": return AdapterFailure(.notEntitled, message)
        case "NOT_FOUND": return AdapterFailure(.noData, message)
        case _ where lower.contains("maximum requests"): return AdapterFailure(.rateLimited, message)
        case _ where lower.contains("api key"): return AdapterFailure(.badCredential, message)
        default: return AdapterFailure(.malformed, message + "; expected OK or DELAYED")
        }
    }

    /// Prices that are late by as much: the plan's, which says `DELAYED`.
    static func delay(_ root: JSONValue) -> Int64 {
        root["status"]?.says("DELAYED") == true ? 15 * Nanoseconds.minute : 0
    }

    /// The page behind this one, under the base address; nil when this is the last.
    static func next(_ root: JSONValue, path: String) throws(AdapterFailure) -> String? {
        guard let link = root["next_url"] else { return nil }
        guard let text = link.string else {
            throw AdapterFailure(link.wrong(name: "next_url", expected: "an address", .text), in: "Massive")
        }
        return text.isEmpty ? nil : try HTTPAddress.next(link: text, hosts: Massive.hosts, path: path)
    }

    private static func failure(_ bytes: Span<UInt8>, _ reply: borrowing Reply) -> AdapterFailure {
        // What is no JSON says nothing more than the status does; a web page with 403 is no answer of Massive's.
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(reading: bytes)
        } catch {
            if reply.httpStatus == 403, bytes.count > 0 { return AdapterFailure(error, in: "Massive answered 403") }
            return AdapterFailure(status: reply, source: "Massive") ?? AdapterFailure(error, in: "Massive")
        }
        return AdapterFailure(status: reply, source: "Massive", said: said(document.root))
            ?? AdapterFailure(.internal, "a status of 200 is no failure")
    }

    private static func said(_ root: JSONValue) -> String {
        root["error"]?.string ?? root["message"]?.string ?? ""
    }
}
