import MarketData
import Reporting

/// What the pictures of a page share: hatches, time axis, legend.
enum PictureParts {
    /// Values for the partial `hatches`, which every page needs that shows a state.
    static var hatches: [Fields] {
        HistoryState.allCases.compactMap { state in
            state.hatch.map { ["mark": state.mark, "hatch": $0, "size": HistoryState.hatchSize] as Fields }
        }
    }

    /// Values for the partial `picture-parts`.
    static func fields(over wanted: TimeRange) -> Fields {
        [
            "hatches": hatches,
            "marks": TimeAxis(wanted).marks.map { mark in
                var fields: Fields = ["place": "\(Double(mark.place) / 100)%"]
                // A text at the end would stand outside the page of a phone.
                if !mark.text.isEmpty { fields[mark.place > 9300 ? "last" : "label"] = ["text": mark.text] as Fields }
                return fields
            },
            "legend": HistoryState.allCases.map {
                ["mark": $0.mark, "name": $0.name.capitalisedFirst, "meaning": $0.meaning] as Fields
            },
        ]
    }
}
