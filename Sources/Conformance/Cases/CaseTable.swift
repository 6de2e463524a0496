import AdapterHost
import Foundation
import MarketData
import TOMLKit

/// One TOML file of a case, read strictly: a key that is missing or of another type is a problem with its name.
struct CaseTable {
    let file: String
    private let root: TOMLTable

    init(_ url: URL) throws {
        file = url.path
        let text = try String(contentsOf: url, encoding: .utf8)
        do { root = try TOMLTable(string: text) } catch { throw CaseProblem("\(file): not TOML: \(error)") }
    }

    private func problem(_ key: String, _ expected: String) -> CaseProblem {
        CaseProblem("\(file): \(key): expected \(expected)")
    }

    func text(_ key: String) throws -> String {
        guard let text = root[key]?.string else { throw problem(key, "a text") }
        return text
    }

    func time(_ key: String) throws -> Timestamp { try time(key, in: root) }

    private func time(_ key: String, in table: TOMLTable) throws -> Timestamp {
        guard let text = table[key]?.string, let time = Timestamp(rfc3339: text) else {
            throw problem(key, "a time as RFC 3339 text, like \"2023-07-01T00:00:00Z\"")
        }
        return time
    }

    /// A slip of the pen would else pass for something that is absent.
    private func refuseOthers(than known: [String], in table: TOMLTable) throws {
        if let key = table.keys.first(where: { !known.contains($0) }) { throw problem(key, "one of \(known)") }
    }

    /// `query.toml`.
    func sessionQuery() throws -> SessionQuery {
        let known = [
            "adapter", "kind", "interval_minutes", "start", "end", "now", "symbol", "base", "quote", "category",
            "all_symbols", "adjusted", "resume_token", "settings",
        ]
        try refuseOthers(than: known, in: root)
        let kind: SessionQuery.Kind
        switch try text("kind") {
        case "candles":
            guard let minutes = root["interval_minutes"]?.int, let interval = Interval(minutes: minutes) else {
                throw problem("interval_minutes", "a number of minutes")
            }
            kind = .candles(interval)
        case "trades": kind = .trades
        case "instruments": kind = .instruments
        default: throw problem("kind", "candles, trades or instruments")
        }
        let start = root.contains(key: "start") ? try time("start") : .earliest
        let end = root.contains(key: "end") ? try time("end") : .latest
        guard let range = TimeRange(start, end) else { throw problem("end", "a time after start") }
        func optional(_ key: String) throws -> String { root.contains(key: key) ? try text(key) : "" }
        let category = try optional("category")
        guard category.isEmpty || AssetCategory(rawValue: category) != nil else {
            throw problem("category", "STOCK, CRYPTO, COMMODITY, CURRENCY or nothing")
        }
        var settings: [String: String] = [:]
        if let table = root["settings"]?.table {
            for key in table.keys {
                guard let text = table[key]?.string else { throw problem("settings.\(key)", "a text") }
                settings[key] = text
            }
        }
        return SessionQuery(
            kind, range: range, symbol: try optional("symbol"), base: try optional("base"),
            quote: try optional("quote"), category: AssetCategory(rawValue: category),
            resumeToken: Array(try optional("resume_token").utf8), settings: settings,
            allSymbols: root["all_symbols"]?.bool ?? false, adjusted: root["adjusted"]?.bool ?? false)
    }

    /// `exchanges/NNNN.toml`, with the bodies that it names.
    func exchange(in folder: URL) throws -> CaseExchange {
        guard let request = root["request"]?.table, let reply = root["reply"]?.table else {
            throw problem("request, reply", "both tables")
        }
        try refuseOthers(
            than: ["method", "address", "content_type", "immutable", "cost", "headers", "body"], in: request)
        try refuseOthers(than: ["status", "content_type", "received_at", "headers", "body"], in: reply)
        guard let address = request["address"]?.string else { throw problem("request.address", "a text") }
        guard let status = reply["status"]?.int else { throw problem("reply.status", "a number") }
        func body(_ table: TOMLTable) throws -> [UInt8] {
            guard let name = table["body"]?.string else { return [] }
            return Array(try Data(contentsOf: folder.appending(path: name)))
        }
        let headers = try pairs(request).map {
            RequestHeader(name: $0.name, value: $0.value, credential: $0.credential)
        }
        return CaseExchange(
            request: HTTPRequest(
                address: address, method: request["method"]?.string ?? "GET", body: try body(request),
                contentType: request["content_type"]?.string ?? "", headers: headers,
                isImmutable: request["immutable"]?.bool ?? false, cost: request["cost"]?.int ?? 1),
            reply: CaseReply(
                status: status, contentType: reply["content_type"]?.string ?? "",
                headers: try pairs(reply).map { ReplyHeader(name: $0.name, value: $0.value) },
                receivedAt: try time("received_at", in: reply), body: try body(reply)))
    }

    private func pairs(_ table: TOMLTable) throws -> [(name: String, value: String, credential: String?)] {
        guard let list = table["headers"]?.array else { return [] }
        return try list.map { element in
            guard let header = element.table, let name = header["name"]?.string, let value = header["value"]?.string
            else { throw problem("headers", "tables with name and value") }
            return (name, value, header["credential"]?.string)
        }
    }
}
