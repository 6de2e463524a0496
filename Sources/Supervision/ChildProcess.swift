import CSpawn
import Foundation
import Glibc
import Synchronization

/// A process that this one has started, watched by a thread of its own until it has ended.
final class ChildProcess: Sendable {
    /// What is taken of its standard output, in bytes.
    static let longestOutput = 1 << 20
    /// What is taken of one line of its standard error, in bytes.
    static let longestLine = 4096
    /// How many lines of standard error are passed on.
    static let mostLines = 5000
    /// What is taken of one line of its counts, in bytes.
    static let longestCounts = 1 << 20

    /// Who hears of it; called on the thread that watches.
    struct Listeners: Sendable {
        /// A line of its standard error.
        var line: @Sendable (String) -> Void = { _ in }
        /// A line of its counts.
        var counts: @Sendable (String) -> Void = { _ in }
        /// Its end; the last of all.
        var end: @Sendable (ChildEnd) -> Void
    }

    /// Its number.
    let process: pid_t
    private let hasEnded = Mutex(false)

    /// Starts a program. It is given nothing on standard input, a pipe for its counts
    /// (`CANDLEWICK_TELEMETRY_FD`), and one that ends when this process does (`CANDLEWICK_LIFELINE_FD`).
    init(
        _ path: String, _ arguments: [String], environment: [String: String], _ listeners: Listeners
    ) throws(SupervisionError) {
        let nothing = try Descriptor.nothing()
        let output = try Pipe()
        let error = try Pipe()
        let counts = try Pipe()
        let life = try Pipe()
        var environment = environment
        environment["CANDLEWICK_TELEMETRY_FD"] = "3"
        environment["CANDLEWICK_LIFELINE_FD"] = "4"
        // The number of nothing may be a low one, which the others are put over only after it is in its place.
        process = try Self.start(
            path, arguments, environment.map { "\($0.key)=\($0.value)" },
            [nothing.number, output.writing.number, error.writing.number, counts.writing.number, life.reading.number])
        let ends = Ends(
            output: output.intoReading(), error: error.intoReading(), counts: counts.intoReading(),
            life: life.intoWriting())
        let thread = Thread { [self] in watch(ends, listeners) }
        thread.name = "child \(process)"
        thread.stackSize = 1 << 19
        thread.start()
    }

    /// Sends a signal to it and to those of its group; nothing where it has ended.
    func signal(_ number: Int32) {
        hasEnded.withLock { hasEnded in
            // Its number is its own until it was waited for, which sets this.
            if !hasEnded { kill(-process, number) }
        }
    }

    /// What we hold of its pipes.
    private final class Ends: Sendable {
        let output: Descriptor
        let error: Descriptor
        let counts: Descriptor
        let life: Descriptor

        init(
            output: consuming Descriptor, error: consuming Descriptor, counts: consuming Descriptor,
            life: consuming Descriptor
        ) {
            self.output = output
            self.error = error
            self.counts = counts
            self.life = life
        }
    }

    private static func start(
        _ path: String, _ arguments: [String], _ environment: [String], _ descriptors: [Int32]
    ) throws(SupervisionError) -> pid_t {
        // Copies with an end of NULL, which live until the call is over.
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe words.indices { unsafe free(words[index]) }
            for index in unsafe variables.indices { unsafe free(variables[index]) }
        }
        var process: pid_t = 0
        let code = unsafe cw_spawn(&process, path, &words, &variables, descriptors, Int32(descriptors.count))
        guard code == 0 else { throw Descriptor.failed(path, code) }
        return process
    }

    private func watch(_ ends: Ends, _ listeners: Listeners) {
        let ended = Descriptor(owning: cw_process_descriptor(process))
        var taken = TakenOutput(listeners)
        var sources = [
            pollfd(fd: ended.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ends.output.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ends.error.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ends.counts.number, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            // Without a descriptor for its end, the ends of its streams say it.
            let isOver = sources[0].revents != 0 || sources.allSatisfy { $0.fd < 0 }
            // When it has ended, only what is there is read: a process that it left behind may hold the pipes.
            guard unsafe poll(&sources, nfds_t(sources.count), isOver ? 0 : -1) >= 0 else {
                if errno == EINTR { continue }
                break
            }
            var hasRead = false
            for index in 1..<sources.count where sources[index].revents != 0 {
                let bytes = index == 1 ? ends.output.read() : index == 2 ? ends.error.read() : ends.counts.read()
                if bytes.isEmpty { sources[index].fd = -1 }
                taken.take(bytes, from: index)
                hasRead = true
            }
            if isOver, !hasRead { break }
        }
        taken.finish()
        listeners.end(taken.end(way()))
    }

    private func way() -> ChildEnd.Way {
        // Only written by the call.
        var information = unsafe siginfo_t()
        // Not yet let go: until `hasEnded` is set the number is not given to another process.
        while unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return hasEnded.withLock { hasEnded in
            hasEnded = true
            var status: Int32 = 0
            while unsafe waitpid(process, &status, 0) < 0 {
                if errno != EINTR { return .signaled(0) }
            }
            let number = status & 0x7F
            return number == 0 ? .exited(status >> 8 & 0xFF) : .signaled(number)
        }
    }
}
