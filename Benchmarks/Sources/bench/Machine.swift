import Foundation

/// What the figures were taken on.
struct Machine: Encodable {
    let processor: String
    let cores: Int
    let memory: String
    let system: String
    let at: String

    init() {
        let cpu = Self.lines("/proc/cpuinfo").first { $0.hasPrefix("model name") } ?? "unknown processor"
        processor = cpu.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? cpu
        cores = ProcessInfo.processInfo.activeProcessorCount
        memory = "\(ProcessInfo.processInfo.physicalMemory >> 30) GiB"
        system = ProcessInfo.processInfo.operatingSystemVersionString
        at = Date.now.formatted(.iso8601)
    }

    var description: String { "\(processor), \(cores) cores, \(memory), \(system), \(at)" }

    /// Processes that ran or waited to run, over the last minute; nothing where the system does not say.
    static func load() -> [Double] {
        lines("/proc/loadavg").first?.split(separator: " ").prefix(1).compactMap { Double($0) } ?? []
    }

    private static func lines(_ path: String) -> [String] {
        // A machine without the file is measured all the same.
        (try? String(contentsOfFile: path, encoding: .utf8))?.components(separatedBy: "\n") ?? []
    }
}
