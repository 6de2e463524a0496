import Dispatch
import Glibc
import Synchronization

/// Shows how far a job is on standard error while it runs: drawn over itself on a terminal, a plain line
/// now and then elsewhere. Nothing is shown for what is done within a second.
struct ProgressLine {
    struct Reading: Sendable {
        /// What is done of what is to do, in the unit that time depends on (bytes).
        var done: Int64
        var total: Int64
        /// What the user counts (rows), and the word for it.
        var count: Int
        var noun: String
        /// What else to say.
        var detail: String
    }

    private let timer: any DispatchSourceTimer
    private let display: Display

    init(_ read: @escaping @Sendable () -> Reading) {
        let display = Display(read)
        self.display = display
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
        let onTerminal = Terminal.errorIsTerminal
        let every: DispatchTimeInterval = onTerminal ? .milliseconds(200) : .seconds(10)
        timer.schedule(deadline: .now() + (onTerminal ? .seconds(1) : every), repeating: every)
        timer.setEventHandler { display.draw(onTerminal: onTerminal) }
        timer.resume()
    }

    /// Ends the display; a drawn line is wiped.
    func end() {
        timer.cancel()
        display.wipe()
    }

    /// What the timer's thread and ours share.
    private final class Display: Sendable {
        private let read: @Sendable () -> Reading
        private let started = DispatchTime.now()
        private let state = Mutex(State.untouched)

        private enum State {
            case untouched
            case drawn
            case over
        }

        init(_ read: @escaping @Sendable () -> Reading) { self.read = read }

        func draw(onTerminal: Bool) {
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1e9
            let line = ProgressLine.line(read(), seconds: seconds)
            state.withLock { state in
                // The timer's last event may still be under way when it is cancelled.
                if state == .over { return }
                state = .drawn
                Terminal.write(onTerminal ? "\r\u{1b}[2K\(line)" : line + "\n", to: STDERR_FILENO)
            }
        }

        func wipe() {
            state.withLock { state in
                if state == .drawn, Terminal.errorIsTerminal { Terminal.write("\r\u{1b}[2K", to: STDERR_FILENO) }
                state = .over
            }
        }
    }

    /// ` 42 %  1,234,567 rows  2.10 M rows/s  12 s left  3 of 7 files`.
    static func line(_ reading: Reading, seconds: Double) -> String {
        let share = reading.total > 0 ? Double(reading.done) / Double(reading.total) : 0
        let rate = seconds > 0 ? Double(reading.count) / seconds : 0
        var parts = ["\(Int(share * 100)) %", "\(grouped(reading.count)) \(reading.noun)"]
        let pace = rate >= 1e6 ? "\(fixed(rate / 1e6, decimals: 2)) M" : grouped(Int(rate))
        parts.append("\(pace) \(reading.noun)/s")
        if share > 0, share < 1 { parts.append("\(duration(seconds / share - seconds)) left") }
        if !reading.detail.isEmpty { parts.append(reading.detail) }
        return parts.joined(separator: "  ")
    }
}

/// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "?" }
    if seconds < 10 { return "\(fixed(seconds, decimals: 1)) s" }
    let whole = Int(min(seconds, 1e12))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
