import Foundation

/// Where the library lies that draws the charts of the dashboard.
enum ChartLibrary {
    private static let name = "lightweight-charts.js"

    /// Beside the program, where `scripts/dashboard-assets` puts it, or where a package would; nil where it is in neither.
    static func path() -> String? {
        do {
            let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = URL(filePath: program).deletingLastPathComponent()
            return ["candlewick-assets/\(name)", "../share/candlewick/\(name)"].map { folder.appending(path: $0).path }
                .first { FileManager.default.fileExists(atPath: $0) }
        } catch {
            // Without /proc nobody knows where the program lies; the pages say that there are no charts.
            return nil
        }
    }
}
