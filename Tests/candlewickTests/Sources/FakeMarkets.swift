import Foundation
import ReplayServer
import Transport

/// A source as its rules say, with made-up numbers: what Massive answers for the days of all stocks, and what it does with
/// keys. Real replies are tested with the adapter.
final class FakeMassive: Sendable {
    static let key = "s3cr3t-key-of-massive-0123456789"
    let server: ReplayServer

    /// - Parameter tickers: how many stocks there are.
    init(tickers: Int = 3) throws {
        server = try ReplayServer(ReplayServer.Settings(threads: 2, keepsCredentials: true))
        server.handle("/v2/aggs/grouped/locale/us/market/stocks/*") { request in
            Self.answer(request) {
                let date = String(request.path.suffix(10))
                // Massive stamps a stock's day with its end, 16:00 in New York.
                let seconds = (ISO8601DateFormatter().date(from: date + "T21:00:00Z") ?? .distantPast)
                    .timeIntervalSince1970
                let rows = (0..<tickers).map {
                    #"{"T":"S\#($0)","v":100,"vw":10.5,"o":10,"c":11,"h":12,"l":9,"t":\#(Int(seconds) * 1000),"n":5}"#
                }
                return
                    #"{"status":"OK","adjusted":false,"queryCount":\#(tickers),"resultsCount":\#(tickers),"results":[\#(rows.joined(separator: ","))]}"#
            }
        }
        server.handle("/v3/reference/tickers*") { request in
            Self.answer(request) {
                #"{"status":"OK","results":[{"ticker":"S0","name":"Stock Zero","market":"stocks","active":true,"currency_name":"usd"}]}"#
            }
        }
    }

    /// Refuses another key than the right one, and repeats it, as a careless server may.
    private static func answer(_ request: ServedRequest, _ body: () -> String) -> ServedReply {
        let header = request.header("Authorization") ?? ""
        guard header == "Bearer \(key)" else {
            return ServedReply(#"{"status":"ERROR","error":"Unknown API Key: \#(header)"}"#, status: 401)
        }
        return ServedReply(body())
    }

    /// What points candlewick here.
    var environment: [String: String] {
        [
            "CANDLEWICK_MASSIVE_BASE_URL": server.baseURL, "CANDLEWICK_MASSIVE_RATE": "0", "MASSIVE_API_KEY": Self.key,
        ]
    }

    /// The dates that were asked for, in that order.
    var dates: [String] { server.requests(on: "/v2/aggs/grouped/*").map { String($0.path.suffix(10)) } }
}

/// The bank's three files, with made-up rates for two currencies.
final class FakeBank: Sendable {
    let server: ReplayServer

    init() throws {
        server = try ReplayServer()
        let days = ["2024-03-08", "2024-03-07", "2024-03-06", "2024-03-05", "2024-03-04", "2024-03-01"]
        for (name, count) in [("daily", 1), ("hist-90d", days.count), ("hist", days.count)] {
            let body = Self.file(Array(days.prefix(count)))
            server.handle("/stats/eurofxref/eurofxref-\(name).xml") { _ in ServedReply(body, contentType: "text/xml") }
        }
    }

    var environment: [String: String] { ["CANDLEWICK_ECB_RATES_BASE_URL": server.baseURL] }

    private static func file(_ days: [String]) -> String {
        let cubes = days.enumerated().map { index, day in
            #"<Cube time="\#(day)"><Cube currency="USD" rate="1.09\#(index)"/><Cube currency="JPY" rate="16\#(index).5"/></Cube>"#
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
            <gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
            <Cube>\(cubes.joined())</Cube></gesmes:Envelope>
            """
    }
}
