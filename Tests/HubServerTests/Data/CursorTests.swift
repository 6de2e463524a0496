import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

/// Pages of lists that change while somebody reads them.
@Suite(.serialized) struct CursorTests {
    private static let gaps = "/v1/gaps?interval=1&start=2024-01-01&end=2024-01-01T20:00:00Z&limit=2"

    /// A page: what `key` says of its entries, and the cursor of the next.
    private static func page(
        _ port: Int, _ path: String, _ cursor: String?, _ list: String, _ key: String
    ) async throws -> ([String], String?) {
        let reply = try await WireClient.get(port, path + (cursor.map { "&cursor=\($0)" } ?? ""))
        #expect(reply.status == 200, "\(reply.text)")
        let document = try reply.json()
        let rows = try #require(document[list] as? [[String: Any]])
        return (rows.map { "\($0[key] ?? "")" }, document["next"] as? String)
    }

    @Test func gaps_thatAreFilledBetweenPages_moveNoOthers() async throws {
        try await DataHub.serve { hub, port in
            // Asserted are the even hours; missing the odd ones, and all behind the tenth.
            _ = try StateTests.note(hub, hours: [0, 2, 4, 6, 8, 10])
            func hours(_ cursor: String?) async throws -> ([String], String?) {
                let (starts, next) = try await Self.page(port, Self.gaps, cursor, "gaps", "start")
                return (starts.map { String($0.dropFirst(11).prefix(2)) }, next)
            }
            let (first, second) = try await hours(nil)
            #expect(first == ["01", "03"])
            // One that was read goes, and the very one that the page ended with.
            _ = try StateTests.note(hub, hours: [1, 3])
            let (middle, third) = try await hours(second)
            #expect(middle == ["05", "07"])
            // One that was not read goes, and a line of another asset comes before all.
            _ = try StateTests.note(hub, hours: [9])
            _ = try hub.ledger.addAssets([Asset(ticker: "AAA", category: .crypto, tier: .tier1, quoteCurrency: "USD")])
            let (last, none) = try await hours(third)
            #expect(last == ["11"] && none == nil)
        }
    }

    @Test func gaps_ofCSVByPages_areThoseOfJSON() async throws {
        try await DataHub.serve { hub, port in
            _ = try StateTests.note(hub, hours: [0, 2, 4, 6, 8])
            _ = try hub.ledger.addAssets([Asset(ticker: "AAA", category: .crypto, tier: .tier1, quoteCurrency: "USD")])
            let whole = try await WireClient.get(port, Self.gaps.replacing("limit=2", with: "format=csv"))
            var (lines, cursor): (Set<String>, String?) = ([], "")
            while let from = cursor {
                let page = try await WireClient.get(
                    port, Self.gaps + "&format=csv" + (from.isEmpty ? "" : "&cursor=\(from)"))
                let rows = page.text.split(separator: "\n").dropFirst().map(String.init)
                #expect(rows.count <= 2 && lines.isDisjoint(with: rows))
                lines.formUnion(rows)
                cursor = page.headers["x-next-cursor"]
            }
            #expect(lines == Set(whole.text.split(separator: "\n").dropFirst().map(String.init)))
            #expect(lines.count == 6)
            let stream = try await WireClient.get(
                port, Self.gaps.replacing("limit=2", with: "format=csv") + "&cursor=x")
            #expect(stream.status == 400)
        }
    }

    @Test func rejects_ofFilesThatComeAndGoBetweenPages_moveNoOthers() async throws {
        try await DataHub.serve { hub, port in
            let job = try StateTests.note(hub)
            func note(_ path: String, _ rows: [Int64]) throws {
                let file = FileRecord(
                    job: job, path: path, size: 1, source: "kraken-csv", status: .partial,
                    readAt: Timestamp(nanoseconds: DataHub.start))
                try hub.ledger.recordFile(
                    file,
                    rejects: rows.map { Reject(row: $0, position: -1, code: .number, reason: "no number", raw: "x") })
            }
            // A path as long as the system allows, of signs that have several bytes and one that keys are joined with.
            let long = "m/" + String(repeating: "\u{1F}ü", count: 1300)
            try note(long, [1, 1, -1])
            func lines(_ cursor: String?) async throws -> ([String], String?) {
                try await Self.page(port, "/v1/rejects?job=\(job)&limit=2", cursor, "rejects", "line")
            }
            let (first, second) = try await lines(nil)
            #expect(first == ["<null>", "1"])
            try note("a", [7])
            try note("z", [8])
            let (middle, third) = try await lines(second)
            #expect(middle == ["1", "8"] && third == nil)
            // What it stands on was taken away.
            try note(long, [])
            let (last, none) = try await lines(second)
            #expect(last == ["8"] && none == nil)
        }
    }

    @Test(arguments: [
        "", "0", "00000000", "zzzzzzzz", "00000000MA", "00000000%00", "0000000\u{e9}", "00000000MB9=", "00000000_w",
        String(repeating: "A", count: 7000),
    ])
    func cursor_thatNobodyGave_isRefused(text: String) async throws {
        try await DataHub.serve { hub, port in
            let job = try StateTests.note(hub)
            let word = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            for path in ["/v1/rejects?job=\(job)", Self.gaps, "/v1/candles?asset=BTC&limit=1"] {
                try hub.addCandles(0..<3)
                let reply = try await WireClient.get(port, "\(path)&cursor=\(word)")
                #expect(reply.status == 400, "\(path) \(reply.text)")
                #expect(try reply.json()["parameter"] as? String == "cursor", "\(path)")
            }
        }
    }

    @Test func cursor_ofAnotherQuery_isRefused() async throws {
        try await DataHub.serve { hub, port in
            _ = try StateTests.note(hub, hours: [0, 2, 4, 6])
            let (_, next) = try await Self.page(port, Self.gaps, nil, "gaps", "start")
            let cursor = try #require(next)
            for path in [Self.gaps + "&tier=TIER1", Self.gaps.replacing("T20", with: "T19")] {
                let reply = try await WireClient.get(port, "\(path)&cursor=\(cursor)")
                #expect(reply.status == 400 && reply.text.contains("another query"), "\(reply.text)")
            }
            // How many and in which form is no part of it.
            let other = Self.gaps.replacing("limit=2", with: "limit=1&format=csv")
            #expect(try await WireClient.get(port, "\(other)&cursor=\(cursor)").status == 200)
        }
    }

    @Test(arguments: [[""], ["", ""], ["a", "b\u{1F}c"], ["-1", "ü\n", "\u{1F}\u{1F}"]])
    func cursor_readBack_isWhatItWas(parts: [String]) throws {
        let cursor = PageCursor(parts)
        #expect(try PageCursor(cursor.text(for: "q"), for: "q", parts: parts.count) == cursor)
    }
}
