import Foundation

/// The largest memory of an ingest, for files of several sizes.
enum MemoryBench {
    static func run(_ place: Workplace) throws -> [Figure] {
        // From 2009-01-03 to the autumn of 2026 there are 9.4 million minutes, and a sample file has at most
        // 8 million. So the largest input is two files, which are also decoded at the same time.
        let sizes: [(rows: Int, files: Int)] =
            place.options.isQuick
            ? [(200_000, 1), (1_000_000, 1)] : [(1_000_000, 1), (5_000_000, 1), (8_000_000, 1), (5_000_000, 2)]
        return try sizes.map { rows, files in
            try place.measured { [try figure(place, rows, files)] }[0]
        }
    }

    private static func figure(_ place: Workplace, _ rows: Int, _ files: Int) throws -> Figure {
        var input = try place.file(rows: rows)
        if files == 2 { input = try twin(input) }
        let title = "peak memory, \(grouped(rows * files)) rows in \(files == 1 ? "one file" : "\(files) files")"
        var figure = Figure(ours: Rounds(name: title, unit: "MiB"), targets: [.atMost(150)])
        for _ in 0..<3 {
            let store = try place.freshStore("memory.db")
            let child = try IngestBench.ingest(place, [input], store, inserted: rows * files)
            figure.ours.values.append(child.peakMemory)
        }
        return figure
    }

    /// A folder with the file under two names.
    private static func twin(_ file: String) throws -> String {
        let source = URL(filePath: file)
        let folder = source.deletingLastPathComponent().appending(path: "twin")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["XBTUSD_1.csv", "ETHUSD_1.csv"] {
            let target = folder.appending(path: name)
            if FileManager.default.fileExists(atPath: target.path) { try FileManager.default.removeItem(at: target) }
            try FileManager.default.linkItem(at: source, to: target)
        }
        return folder.path
    }
}
