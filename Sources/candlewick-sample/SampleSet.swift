import SampleData

/// The sample's files: four weeks of made-up markets from 2024-01-01 on.
enum SampleSet {
    struct File {
        var name: String
        var bytes: [UInt8]
    }

    private static let start: Int64 = 1_704_067_200
    private static let minutes = 28 * 1440

    /// The files that lie beside the archive.
    static func files() -> [File] {
        let bitcoin = Array(market(1, price: 4_228_350, decimals: 2))
        let dogecoin = Array(market(3, price: 897_500, decimals: 7, activity: 40))
        return [
            candles("XBTUSD", bitcoin, minutes: 1, decimals: 2),
            candles("XBTUSD", bitcoin, minutes: 60, decimals: 2),
            candles("XBTUSD", bitcoin, minutes: 1440, decimals: 2),
            candles("XDGUSD", dogecoin, minutes: 5, decimals: 7),
            candles("ETHEUR", Array(market(2, price: 207_120, decimals: 2)), minutes: 15, decimals: 2),
            damaged(),
            trades(),
        ]
    }

    /// The files in the archive.
    static func members() -> [File] {
        let chainlink = Array(market(6, price: 1_370_000, decimals: 5, activity: 55))
        return [
            candles("ADAUSD", Array(market(4, price: 594_100, decimals: 6)), minutes: 60, decimals: 6),
            candles("SOLUSD", Array(market(5, price: 10_175, decimals: 2)), minutes: 60, decimals: 2),
            candles("LINKEUR", chainlink, minutes: 240, decimals: 5),
        ]
    }

    private static func market(
        _ seed: UInt64, price: Int64, decimals: Int, minutes: Int = minutes, activity: Int = 100
    ) -> SampleWalk {
        SampleWalk(
            seed: seed, start: start, interval: 60, count: minutes, price: price, decimals: decimals, activity: activity
        )
    }

    private static func candles(_ pair: String, _ minute: [SampleCandle], minutes: Int64, decimals: Int) -> File {
        var text = KrakenText()
        for candle in SampleWalk.aggregate(minute, to: minutes * 60) { text.add(candle, decimals: decimals) }
        return File(name: "\(pair)_\(minutes).csv", bytes: text.bytes)
    }

    /// Good hours with five bad lines among them, and without one hour in which there was as much trade as ever:
    /// `candlewick gaps` finds it suspect. An hour more at the end stands in for it.
    private static func damaged() -> File {
        let hours = SampleWalk.aggregate(Array(market(7, price: 7_310, decimals: 2, minutes: minutes + 60)), to: 3600)
        var text = KrakenText()
        for (index, candle) in hours.enumerated() where index != 400 {
            text.add(candle, decimals: 2)
            switch index {
            case 10: text.add(line: "\(candle.time + 60),73.1,73.2,73.0,73.1,5,1")
            case 20: text.add(line: "\(candle.time + 3600),73.1,73.2,7x.0,73.1,5,1")
            case 30: text.add(line: "\(candle.time + 3600),73.1,73.2")
            case 40: text.add(line: "\(candle.time + 3600),73.1,72.9,73.0,73.1,5,1")
            case 50: text.add(line: "\(candle.time + 3600),-73.1,73.2,73.0,73.1,5,1")
            default: break
            }
        }
        return File(name: "LTCUSD_60.csv", bytes: text.bytes)
    }

    /// Trades of one day; now and then several share a second, and some repeat byte for byte.
    private static func trades() -> File {
        var random = SplitMix64(seed: 8)
        var text = KrakenText()
        var (time, price) = (start, Int64(24_710))
        for _ in 0..<5000 {
            time += Int64(random.next() % 35)
            price += Int64(random.next() % 21) - 10
            let volume = Int64(1 + random.next() % 500_000_000)
            let copies = random.next() % 20 == 0 ? 2 : 1
            for _ in 0..<copies { text.addTrade(time: time, price: price, decimals: 2, volume: volume) }
        }
        return File(name: "BCHEUR.csv", bytes: text.bytes)
    }
}
