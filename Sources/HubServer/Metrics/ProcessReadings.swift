import Foundation
import Glibc
import Telemetry

/// What this process takes of the machine, from `/proc/self`.
struct ProcessReadings {
    private var cpu = 0.0

    mutating func read(into registry: MetricsRegistry) {
        if let pages = Self.words("/proc/self/statm").dropFirst().first.flatMap({ Double($0) }) {
            registry.set("process_resident_memory_bytes", pages * Double(sysconf(Int32(_SC_PAGESIZE))))
        }
        // A folder that lists what is open, itself too; where it cannot be listed there is no such reading.
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            registry.set("process_open_fds", Double(open - 1))
        }
        // The name, in brackets, may hold blanks: what follows it are numbers, from the third on.
        let stat = Self.text("/proc/self/stat")
        let numbers = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        guard numbers.count > 19, let user = Double(numbers[11]), let system = Double(numbers[12]),
            let start = Double(numbers[19]), ticks > 0
        else { return }
        let used = (user + system) / ticks
        registry.add(used - cpu, to: "process_cpu_seconds_total")
        cpu = max(cpu, used)
        let boot = Self.text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        if let boot = boot.flatMap({ Double($0.dropFirst(6)) }) {
            registry.set("process_start_time_seconds", boot + start / ticks)
        }
    }

    private static func words(_ path: String) -> [Substring] { text(path).split { $0 == " " || $0 == "\n" } }

    /// Empty where there is no such file: then there is nothing to say.
    private static func text(_ path: String) -> String {
        // Where /proc says nothing there is no such reading.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
