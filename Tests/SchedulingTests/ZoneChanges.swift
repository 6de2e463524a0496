import Foundation
import Testing

/// When a zone's clocks are set, from the system's own rules by the program zdump: nothing that is tested has a part in it.
struct ZoneChanges {
    /// From these seconds on so many seconds ahead of UTC.
    let steps: [(second: Int64, offset: Int64)]

    static let program = ["/usr/bin/zdump", "/usr/sbin/zdump"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let isPossible =
        program != nil && FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

    init(_ zone: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.program ?? "zdump")
        process.arguments = ["-v", "-c", "1940,2031", zone]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var steps: [(second: Int64, offset: Int64)] = []
        for line in text.split(separator: "\n") {
            // `Europe/Berlin  Sun Mar 31 01:00:00 2024 UT = Sun Mar 31 03:00:00 2024 CEST isdst=1 gmtoff=7200`
            let words = line.split(separator: " ")
            guard words.count == 16, let month = months.firstIndex(of: String(words[2])), let day = Int(words[3]),
                let year = Int(words[5]), let offset = Int64(words[15].dropFirst(7))
            else { continue }
            let clock = words[4].split(separator: ":").compactMap { Int64($0) }
            // What was before 1970 matters only as what holds then.
            let days = year < 1970 ? -1 : Self.days(year, month + 1, day)
            steps.append((days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2], offset))
        }
        self.steps = steps
    }

    func offset(at second: Int64) -> Int64 { steps.last { $0.second <= second }?.offset ?? steps.first?.offset ?? 0 }

    /// Days since 1970-01-01, counted one year after the other.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        var days = 0
        for each in 1970..<year { days += isLeap(each) ? 366 : 365 }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return Int64(days + lengths[..<(month - 1)].reduce(0, +) + day - 1)
    }
}
