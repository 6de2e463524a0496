import MarketData
import Storage

/// The rows of a batch that belong to one place of its list of series, in their order.
struct SeriesPart {
    let place: Int
    let series: Series
    let rows: [Int]

    /// Takes a batch apart by the places of its rows; places without rows are left out. Nil when a row names a place
    /// that is not in the list. With one series in the list all rows are its rows, whatever symbol they have.
    static func parts(of batch: some BatchRows, among series: [Series]) -> [SeriesPart]? {
        if series.count == 1 {
            return batch.count == 0 ? [] : [SeriesPart(place: 0, series: series[0], rows: Array(0..<batch.count))]
        }
        var rows = [[Int]](repeating: [], count: series.count)
        for row in 0..<batch.count {
            let place = batch.place(row)
            guard rows.indices.contains(place) else { return nil }
            rows[place].append(row)
        }
        return series.indices.filter { !rows[$0].isEmpty }.map {
            SeriesPart(place: $0, series: series[$0], rows: rows[$0])
        }
    }
}
