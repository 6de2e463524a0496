/// The colours of the page, as RGB; the stylesheet is made of them and a test measures their contrast.
package struct Palette {
    /// The page, and quiet fields on it.
    package var paper, field: UInt32
    /// Text, quieter text, hairlines.
    package var ink, quiet, rule: UInt32
    /// A state's ground and the ink of its hatch.
    package var states: [HistoryState: (ground: UInt32, hatch: UInt32)]
    /// Grounds of the matrix from little to all.
    package var steps: [UInt32]

    package static let light = Palette(
        paper: 0xFFFFFF, field: 0xF5F5F2, ink: 0x1B1D20, quiet: 0x595F66, rule: 0xDCDCD6,
        states: [
            .covered: (0x8FB8AE, 0x8FB8AE), .noSessions: (0xECECE7, 0xECECE7), .suspect: (0xFFE9A8, 0x7A5200),
            .fillable: (0xCFE1FA, 0x1D5FB8), .sourceLimit: (0xE4D8F3, 0x5B3A93), .failed: (0xF9CFC8, 0xA81E0E),
            .notEntitled: (0xE8DCCB, 0x6B4A1E), .notAsked: (0xFFFFFF, 0x6D737A),
        ],
        steps: [0xF6CFC4, 0xFAE1C3, 0xF8F0CC, 0xE7F0DF, 0xD3E6DF])

    package static let dark = Palette(
        paper: 0x16181B, field: 0x1F2226, ink: 0xE8E8E4, quiet: 0xA3A9B0, rule: 0x363A40,
        states: [
            .covered: (0x3F7468, 0x3F7468), .noSessions: (0x2A2D32, 0x2A2D32), .suspect: (0x5A4300, 0xFFD66B),
            .fillable: (0x1B3556, 0x7FB4FF), .sourceLimit: (0x3A2A57, 0xC5A8F5), .failed: (0x571D15, 0xFF9584),
            .notEntitled: (0x463520, 0xE2BC85), .notAsked: (0x16181B, 0x9AA1A9),
        ],
        steps: [0x5A2A20, 0x523818, 0x47411A, 0x2B3F2A, 0x1F4037])

    /// The custom properties, in the order of `HistoryState.allCases`.
    package var declarations: String {
        var text = ""
        func declare(_ name: String, _ colour: UInt32) {
            let digits = String(colour, radix: 16)
            text += "--\(name):#\(String(repeating: "0", count: 6 - digits.count))\(digits);"
        }
        declare("paper", paper)
        declare("field", field)
        declare("ink", ink)
        declare("quiet", quiet)
        declare("rule", rule)
        for state in HistoryState.allCases {
            guard let colours = states[state] else { continue }
            declare("g-\(state.mark)", colours.ground)
            declare("h-\(state.mark)", colours.hatch)
        }
        for (index, step) in steps.enumerated() { declare("q\(index)", step) }
        return text
    }
}

extension HistoryState {
    /// The letter of its classes and patterns in the page: short, there are many.
    package var mark: String {
        switch self {
        case .covered: "c"
        case .noSessions: "n"
        case .suspect: "s"
        case .fillable: "f"
        case .sourceLimit: "l"
        case .failed: "x"
        case .notEntitled: "e"
        case .notAsked: "a"
        }
    }

    /// The lines of its hatch in a square of `hatchSize`; nil for a plain ground. They differ without their colours.
    package var hatch: String? {
        switch self {
        case .covered, .noSessions: nil
        case .suspect: "M1 1h3v3h-3zM5 5h3v3h-3z"
        case .fillable: "M-1 9L9-1M-1 1L1-1M7 9L9 7"
        case .sourceLimit: "M0 0L8 8M8 0L0 8"
        case .failed: "M4 0V8"
        case .notEntitled: "M0 4H8"
        case .notAsked: "M-1-1L9 9"
        }
    }

    /// Wide enough to be told apart on paper, where a browser may draw it coarsely.
    package static let hatchSize = 8
}
