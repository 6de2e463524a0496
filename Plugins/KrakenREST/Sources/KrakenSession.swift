import AdapterKit
import AdapterKitJSON

/// Answers one query: one reply of candles, as many pages of trades as it takes, or two replies about instruments.
struct KrakenSession: AdapterSession {
    private let host: Host
    private var work: Work

    /// What is asked for, and how far that is.
    private enum Work {
        case candles(CandleList)
        case trades(TradeWalk)
        case instruments(PairList)
    }

    init(query: Query, host: Host) throws(AdapterFailure) {
        self.host = host
        guard !query.wantsAllSymbols || query.kind == .instruments else {
            throw AdapterFailure(.invalidQuery, "Kraken gives candles and trades of one pair at a time; name a pair")
        }
        switch query.kind {
        case .candles: work = .candles(try CandleList(query))
        case .trades: work = .trades(try TradeWalk(query))
        case .instruments: work = .instruments(PairList())
        }
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? {
        let address: HTTPAddress? =
            switch work {
            case .candles(let list): list.nextAddress()
            case .trades(let walk): walk.nextAddress()
            case .instruments(let list): list.nextAddress()
            }
        return address.map { .http($0.text, contentType: "application/json") }
    }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        guard reply.isLast else { return .needsMore }
        var decoded: Decoded
        switch work {
        case .candles(var list):
            if !list.isRead { try list.read(try document(bytes, of: reply), receivedAt: reply.receivedAt) }
            decoded = list.write(into: &batch)
            work = .candles(list)
        case .trades(var walk):
            if !walk.isRead { try walk.read(try document(bytes, of: reply), receivedAt: reply.receivedAt) }
            decoded = walk.write(into: &batch)
            work = .trades(walk)
        case .instruments(var list):
            if !list.isRead { try list.read(try document(bytes, of: reply), host: host) }
            decoded = list.write(into: &batch)
            work = .instruments(list)
        }
        // Rejects point into the bytes until the last one is out.
        decoded.consumed = decoded.isFull ? 0 : bytes.count
        return decoded
    }

    /// The reply's document, in which Kraken reports no error.
    private func document(
        _ bytes: Span<UInt8>, of reply: borrowing Reply
    ) throws(AdapterFailure) -> JSONDocument {
        if var failure = AdapterFailure(status: reply, source: "Kraken") {
            switch failure.errorClass {
            case .notEntitled:
                failure.message =
                    "Kraken answered \(reply.httpStatus): it refuses this network address, or serves no one in its country"
            case .noData:
                // It answers every question about data with 200.
                failure.errorClass = .malformed
                failure.message =
                    "Kraken answered \(reply.httpStatus); is the base address its own? Expected 200 and JSON"
            default: break
            }
            throw failure
        }
        let fault: String?
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(reading: bytes)
            fault = try firstFault(in: document)
        } catch {
            throw AdapterFailure(error, in: "Kraken's reply")
        }
        if let fault { throw KrakenFault.failure(fault, receivedAt: reply.receivedAt) }
        return document
    }

    /// The first error that the reply reports; its warnings go to the log.
    private func firstFault(in document: JSONDocument) throws(JSONError) -> String? {
        var messages = try document.root.array("error").elements
        while let message = messages.next() {
            guard let text = message.string else {
                throw message.wrong(name: "error", expected: "texts", .text)
            }
            if !text.hasPrefix("W") { return text }
            host.log(.warning, "Kraken warns: \(text.prefix(200))")
        }
        return nil
    }
}
