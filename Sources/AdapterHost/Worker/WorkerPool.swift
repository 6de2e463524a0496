import CAdapterABI
import CWorker
import CoreMetrics
import Synchronization

/// The worker processes of one adapter: each runs one session at a time, and the next one when that is through. Any
/// thread may use it.
final class WorkerPool: Sendable {
    /// Losses in a row, without a session that ended well between them, after which the adapter is not run any more:
    /// three things that were tried twice.
    static let mostLosses = 6
    /// Idle processes that are kept.
    private static let mostIdle = 64

    private struct State {
        var idle: [WorkerProcess] = []
        var lossesInARow = 0
        var quarantine: String?
    }

    private let program: String
    private let library: String
    private let stamp: FileStamp?
    private let limits: WorkerLimits
    private let adapter: String
    private let quarantine: Quarantine?
    private let state = Mutex(State())

    init(
        _ adapter: String, library: String, stamp: FileStamp?, program: String, limits: WorkerLimits,
        quarantine: Quarantine?
    ) {
        (self.adapter, self.library, self.stamp) = (adapter, library, stamp)
        (self.program, self.limits, self.quarantine) = (program, limits, quarantine)
    }

    /// Why the adapter is not run any more; nil while it is.
    var quarantined: String? { state.withLock { $0.quarantine } }

    /// A worker for one session; to be given back.
    func take() throws(WorkerLoss) -> WorkerProcess {
        if let idle = state.withLock({ $0.idle.popLast() }) { return idle }
        let (worker, reading) = try start()
        guard reading.problems.isEmpty else {
            throw .notStarted(reading.problems.map(\.description).joined(separator: "; "))
        }
        return worker
    }

    /// Takes back a worker that is between sessions; one that is no good is ended.
    func giveBack(_ worker: WorkerProcess, isGood: Bool) {
        guard isGood, worker.loss == nil else { return }
        state.withLock { if $0.idle.count < Self.mostIdle { $0.idle.append(worker) } }
    }

    /// A session ended as it should.
    func noteSuccess() { state.withLock { $0.lossesInARow = 0 } }

    /// A worker was lost. After too many of them the adapter is not run any more, in other processes neither.
    func note(_ loss: WorkerLoss) {
        let labels = [("adapter", adapter), ("reason", loss.word)]
        Counter(label: "candlewick_worker_losses_total", dimensions: labels).increment()
        // What the host could not do is nothing against the adapter.
        switch loss {
        case .notStarted, .tooLong: return
        default: break
        }
        let reason: String? = state.withLock {
            $0.lossesInARow += 1
            guard $0.lossesInARow >= Self.mostLosses, $0.quarantine == nil else { return nil }
            let reason = "it \(loss), and \(Self.mostLosses) times in a row something like that happened"
            $0.quarantine = reason
            return reason
        }
        if let reason { quarantine?.put(adapter, stamp, reason) }
    }

    /// Starts a process and loads the library in it, once for what the library says of itself: it is kept for the first
    /// session.
    func read() throws(WorkerLoss) -> WorkerReading {
        let (worker, reading) = try start()
        if reading.problems.isEmpty { giveBack(worker, isGood: true) }
        return reading
    }

    /// `identify` in one of the processes.
    func identify(
        _ path: String, _ identity: inout cw_identity, _ failure: inout cw_error
    ) throws(WorkerLoss) -> cw_status {
        let worker = try take()
        var arguments = worker.arguments()
        arguments.add(path)
        guard !arguments.isOverflown else { throw .tooLong("a path of \(path.utf8.count) bytes") }
        var (answer, reader) = try worker.call(
            cww_call(
                number: 0, operation: CWW_IDENTIFY, flags: 0, text_length: UInt64(arguments.length), bytes_start: 0,
                bytes_length: 0, capacity: 0, position: 0))
        failure = answer.error
        if answer.status == CW_OK {
            do throws(WireProblem) {
                let bytes = try reader.bytes()
                guard bytes.count == MemoryLayout<cw_identity>.size else { throw WireProblem() }
                // Plain bytes: any of them make a `cw_identity`, whose texts are looked at by who reads it.
                unsafe withUnsafeMutableBytes(of: &identity) { unsafe $0.copyBytes(from: bytes) }
            } catch {
                throw worker.refuse("an identity that cannot be read")
            }
        }
        giveBack(worker, isGood: true)
        return answer.status
    }

    private func start() throws(WorkerLoss) -> (WorkerProcess, WorkerReading) {
        let worker = try WorkerProcess(program, limits)
        Counter(label: "candlewick_worker_starts_total", dimensions: [("adapter", adapter)]).increment()
        var arguments = worker.arguments()
        arguments.add(library)
        arguments.add(limits.memory)
        arguments.add(stamp == nil ? 0 : 1)
        if let stamp {
            for number in [Int(stamp.device), Int(stamp.inode), stamp.size, stamp.seconds, stamp.nanoseconds] {
                arguments.add(number)
            }
        }
        var (answer, reader) = try worker.call(
            cww_call(
                number: 0, operation: CWW_LOAD, flags: 0, text_length: UInt64(arguments.length), bytes_start: 0,
                bytes_length: 0, capacity: 0, position: 0), seconds: WorkerLimits.loadSeconds)
        guard answer.status == CW_OK else { throw worker.refuse("an answer to load with status \(answer.status)") }
        do throws(WireProblem) {
            return (worker, try WorkerReading(&reader))
        } catch {
            throw worker.refuse("what a library says of itself, unreadable")
        }
    }
}
