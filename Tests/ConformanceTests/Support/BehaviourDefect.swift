import AdapterHost
import Conformance
import Foundation
import MarketData
import Testing

/// A way to break an adapter in C, and the check that says so.
struct BehaviourDefect: Sendable, CustomTestStringConvertible {
    /// Which adapter: trades in pages, candles in a reply, candles in a file.
    enum Source: String, Sendable, CaseIterable { case pages, candles, files }

    var source: Source
    /// -DDEFECT.
    var number: Int
    var check: String
    /// Its cases are as it plays them itself: its author wrote down what came.
    var recordsItself = false

    var testDescription: String { "\(source) \(number): \(check)" }

    static let all =
        pages(recordedFromAGoodOne, false) + pages(recordedFromItself, true) + [
            BehaviourDefect(source: .candles, number: 1, check: "times-aligned", recordsItself: true),
            BehaviourDefect(source: .candles, number: 2, check: "times-open", recordsItself: true),
            BehaviourDefect(source: .candles, number: 3, check: "times-forming", recordsItself: true),
            BehaviourDefect(source: .candles, number: 6, check: "values-known", recordsItself: true),
            BehaviourDefect(source: .files, number: 4, check: "cases-rows"),
            BehaviourDefect(source: .files, number: 5, check: "batch-guards"),
            BehaviourDefect(source: .files, number: 8, check: "cases-rows"),
        ]

    private static let recordedFromAGoodOne = [
        (1, "input-split"), (2, "input-truncated"), (3, "resume-tokens"), (4, "requests-same"), (5, "input-garbage"),
        (6, "batch-sizes"), (7, "asserts-ahead"), (9, "cases-rows"), (10, "input-mutated"),
        (11, "cases-errors"), (12, "cases-twice"), (13, "cases-threads"), (14, "input-pieces"), (15, "input-empty"),
        (16, "batch-guards"), (17, "resume-garbage"), (18, "requests-hosts"), (20, "requests-end"),
        (21, "errors-status"), (26, "memory-leaks"),
    ]
    private static let recordedFromItself = [
        (8, "times-range"), (19, "requests-secrets"), (22, "times-ascending"), (23, "asserts-range"),
        (24, "asserts-rows"), (25, "values-known"), (27, "requests-secrets"),
    ]

    private static func pages(_ list: [(Int, String)], _ recordsItself: Bool) -> [BehaviourDefect] {
        list.map { BehaviourDefect(source: .pages, number: $0.0, check: $0.1, recordsItself: recordsItself) }
    }

    /// Every check over it, each with a library that nothing was asked of before, as in a process of its own.
    ///
    /// - Returns: those that neither passed nor were skipped.
    func failures() throws -> [String: CheckResult] {
        let bad = try source.compiled(defect: number)
        let good = recordsItself ? bad : try source.compiled(defect: 0)
        let subject = try source.subject(good, in: "recording")
        var failures: [String: CheckResult] = [:]
        for check in ConformanceCheck.all {
            let copy = try bad.entry(copiedTo: check.id)
            let result = check.run(CheckSubject(copy, exchanges: subject.exchanges, files: subject.files))
            switch result {
            case .passed, .skipped: break
            default: failures[check.id] = result
            }
        }
        return failures
    }
}

extension DefectiveAdapter {
    /// A copy of it in a folder of its own: another library, to the loader.
    func entry(copiedTo name: String) throws -> AdapterEntry {
        let copy = folder.appending(path: name)
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.contains(".") {
            try FileManager.default.copyItem(at: folder.appending(path: file), to: copy.appending(path: file))
        }
        let manifest = copy.appending(path: URL(filePath: place.manifest).lastPathComponent)
        return CheckPlace(manifest: manifest.path).entry()
    }
}

extension BehaviourDefect.Source {
    func compiled(defect: Int) throws -> DefectiveAdapter {
        switch self {
        case .pages: try DefectiveAdapter("pages.c", defect: defect, manifest: PagesAdapter.manifest)
        case .candles:
            try DefectiveAdapter("candles.c", defect: defect, manifest: CandlesAdapter.manifest(files: false))
        case .files:
            try DefectiveAdapter(
                "candles.c", defect: defect, flags: ["-DFILES=1"], manifest: CandlesAdapter.manifest(files: true))
        }
    }

    /// An adapter, and cases as it plays them.
    func subject(_ adapter: DefectiveAdapter, in folder: String) throws -> CheckSubject {
        let entry = try adapter.entry(copiedTo: folder)
        let loaded = try entry.load(run: .inProcess)
        switch self {
        case .pages: return CheckSubject(entry, exchanges: try PagesAdapter.cases(loaded))
        case .candles: return CheckSubject(entry, exchanges: [try CandlesAdapter.recorded(loaded)])
        case .files: return CheckSubject(entry, files: [try CandlesAdapter.recordedFile(loaded)])
        }
    }
}

extension PagesAdapter {
    /// Pages that name the next one by its number and by its address, records that cannot be used, and an error.
    static func cases(_ adapter: LoadedAdapter) throws -> [AdapterCase] {
        func query(_ start: Int64, _ end: Int64) throws -> SessionQuery {
            let range = try #require(TimeRange(try time(seconds: start), try time(seconds: end)))
            return SessionQuery(.trades, range: range, base: "A", quote: "B")
        }
        return [
            try recording("numbers", adapter, try query(90, 125), now: now, source),
            try recording("links", adapter, try query(95, 140), now: now) {
                try page($0, before: "x,5\ny,6\n", next: "https://pages.example/lines?from=")
            },
            try recording("busy", adapter, try query(90, 100), now: now) { _ in
                CaseReply(contentType: "text/plain", receivedAt: now, body: Array("busy\n".utf8))
            },
        ]
    }
}
