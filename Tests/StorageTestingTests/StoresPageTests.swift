import Foundation
import Storage
import StorageTesting
import Testing

/// Holds `docs/stores.md` to the code.
@Suite struct StoresPageTests {
    private let page: String
    private let protocols: String

    init() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "docs/stores.md"), encoding: .utf8)
        protocols = try String(contentsOf: root.appending(path: "Sources/Storage/StoreTraits.swift"), encoding: .utf8)
    }

    @Test(arguments: StorePromise.allCases)
    func everyPromise_isExplainedAsInTheCode(promise: StorePromise) throws {
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `\(promise.rawValue)` |") }
        #expect(rows.count == 1)
        let cells = try #require(rows.first).split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        try #require(cells.count == 3)
        #expect(protocols.contains("    /// \(cells[1]).\n    case \(promise) = \"\(promise.rawValue)\""))
    }

    @Test func promisesTable_hasNothingThatTheCodeHasNot() {
        let names = page.matches(of: /\n\| `([a-z-]+)` \|/).map { String($0.output.1) }
        #expect(names == StorePromise.allCases.map(\.rawValue))
    }

    @Test func everyCallOfAPlace_isExplained() {
        let names = [
            "migrate()", "open()", "openLedger()", "openServiceLedger()", "openJoint()", "markNewer()", "footprint()",
            "victim(_:)",
        ]
        for name in names {
            #expect(page.contains("`\(name)`"), "\(name) is not on the page")
        }
        #expect(page.contains("`declared-truly`") && StoreCheck.all.contains { $0.id == "declared-truly" })
    }
}
