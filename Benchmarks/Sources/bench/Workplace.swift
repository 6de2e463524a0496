import Foundation

/// The folder where files and stores are made, and the programs that are run in it.
struct Workplace {
    let options: Options
    /// This program, which is its own peer.
    let bench: String
    private var manager: FileManager { .default }

    init(_ options: Options) throws {
        self.options = options
        bench = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try manager.createDirectory(atPath: options.work, withIntermediateDirectories: true)
        // Somewhere without settings of the user's.
        guard manager.changeCurrentDirectoryPath(options.work) else { throw Trouble("\(options.work): no way in") }
    }

    func path(_ name: String) -> String { options.work + "/" + name }

    /// A made-up file of minute candles: the same every time.
    func file(rows: Int) throws -> String {
        let folder = path("rows-\(rows)")
        _ = try Child(
            [options.programs + "/candlewick-sample", folder, "--rows", String(rows)], output: path("sample.out"))
        return folder + "/XBTUSD_1.csv"
    }

    /// What every process of this program that reads a file is told.
    func reading(_ file: String) -> [String] { [file, options.adapters, options.programs] }

    /// What a process of this program is told that takes the rows of several files together.
    func readingTogether(_ markets: SampleMarkets) -> [String] { [options.adapters, options.programs] + markets.files }

    /// A store with tables and no rows.
    func freshStore(_ name: String) throws -> String {
        let store = path(name)
        try remove(name)
        _ = try Child([options.candlewick, "migrate", "--store", "sqlite:" + store], output: path("migrate.out"))
        return store
    }

    /// Removes a store in SQLite, if there is one.
    func remove(_ name: String) throws {
        for part in ["", "-wal", "-shm"] where manager.fileExists(atPath: path(name) + part) {
            try manager.removeItem(atPath: path(name) + part)
        }
    }

    /// Bytes of a file, 0 when there is none.
    func size(_ file: String) -> Int {
        var status = stat()
        // The path is a C string during the call, the struct ours.
        return unsafe stat(file, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What a program of this package printed last.
    func words(_ output: String) throws -> [String] {
        try String(contentsOfFile: output, encoding: .utf8).split { $0 == " " || $0 == "\n" }.map(String.init)
    }

    /// Takes the machine's load before and behind.
    func measured(_ body: () throws -> [Figure]) rethrows -> [Figure] {
        let before = Machine.load()
        var figures = try body()
        let load = before + Machine.load()
        for index in figures.indices { figures[index].load = load }
        return figures
    }
}
