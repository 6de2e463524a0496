import Foundation
import MarketData
import ReplayServer
import Storage
import StorageSQLite
import Transport

/// Sources as the program asks them: a server on loopback that gives one recorded reply of Kraken's to whoever asks for
/// candles, and the whole program from its start to its end.
struct SourceBench {
    private let place: Workplace
    private let server: ReplayServer
    private let series: Int

    /// Candles in a reply: what Kraken keeps.
    private static let candles = 720

    static func run(_ place: Workplace) throws -> [Figure] {
        let bench = try SourceBench(place)
        return try place.measured { [try bench.replies()] } + place.measured { [try bench.limit()] }
    }

    private init(_ place: Workplace) throws {
        self.place = place
        series = place.options.isQuick ? 100 : 1000
        server = try ReplayServer()
        let body = Self.reply()
        server.handle("/0/public/OHLC") { _ in ServedReply(body) }
    }

    /// Hours up to now, the last one still forming, as Kraken writes them.
    private static func reply() -> String {
        let newest = Int(Date().timeIntervalSince1970) / 3600 * 3600
        let rows = (0..<candles).map { row in
            let price = "\(30_000 + row).1"
            return
                #"[\#(newest - (candles - 1 - row) * 3600),"\#(price)","\#(price)","\#(price)","\#(price)","\#(price)","1.5",7]"#
        }
        return #"{"error":[],"result":{"XXBTZUSD":[\#(rows.joined(separator: ","))],"last":\#(newest - 3600)}}"#
    }

    /// A store with assets and no rows.
    private func freshStore() throws -> String {
        let store = try place.freshStore("sources.db")
        let ledger = SQLiteLedger(try SQLiteDatabase(path: store, mode: .existing))
        _ = try ledger.addAssets((0..<series).map { Asset(ticker: "T\($0)", category: .crypto, quoteCurrency: "USD") })
        return store
    }

    private func backfill(_ store: String, rate: String) throws -> Child {
        let command = [
            "/usr/bin/env", "CANDLEWICK_KRAKEN_REST_BASE_URL=\(server.baseURL)", "CANDLEWICK_KRAKEN_REST_RATE=\(rate)",
            "XDG_RUNTIME_DIR=\(place.options.work)", "XDG_CACHE_HOME=\(place.options.work)", place.options.candlewick,
            "backfill", "--source", "kraken-rest", "--all", "--interval", "60", "--days", "29", "--yes", "--json",
            "--store",
            "sqlite:" + store, "--adapters", place.options.adapters,
        ]
        return try Child(command, output: place.path("backfill.out"))
    }

    /// How many replies a second get into SQLite.
    private func replies() throws -> Figure {
        var figure = Figure(
            ours: Rounds(name: "\(series) replies of \(Self.candles) candles into SQLite", unit: "replies/s"),
            peers: [Rounds(name: "curl, the same replies to /dev/null", unit: "replies/s")], targets: [.atLeast(300)])
        for _ in 0..<place.options.rounds {
            let store = try freshStore()
            let ours = try backfill(store, rate: "0")
            let rows = try SQLiteStore(try SQLiteDatabase(path: store, mode: .reading)).series(matching: .init()).count
            guard rows == series else { throw Trouble("\(rows) of \(series) series are in the store") }
            let peer = try Child(
                ["/usr/bin/curl", "-s", "-o", "/dev/null", "\(server.baseURL)/0/public/OHLC?pair=[1-\(series)]"],
                output: place.path("curl.out"))
            figure.ours.values.append(Double(series) / ours.seconds)
            figure.peers[0].values.append(Double(series) / peer.seconds)
        }
        return figure
    }

    /// How much of a limit is used, as the server counts.
    private func limit() throws -> Figure {
        let rate = 50
        var figure = Figure(
            ours: Rounds(name: "a limit of \(rate) requests a second, used", unit: "%"),
            targets: [.atLeast(98), .atMost(100)])
        var most = 0
        for _ in 0..<(place.options.isQuick ? 1 : 3) {
            server.forgetRequests()
            _ = try backfill(try freshStore(), rate: "\(rate)/s")
            let times = server.requests().map(\.instant)
            guard times.count == series, let first = times.first, let last = times.last else {
                throw Trouble("\(times.count) of \(series) requests came")
            }
            let seconds = (last - first) / .seconds(1)
            figure.ours.values.append(Double(series - 1) / seconds / Double(rate) * 100)
            most = max(most, server.largestCount(in: .seconds(1)))
            figure.notes = ["\(series) requests in \(String(format: "%.2f", seconds)) s, as the server counts them"]
        }
        figure.targets.append(.seen("no second holds more than \(rate) and one: \(most) at most", most <= rate + 1))
        return figure
    }
}
