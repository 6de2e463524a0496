import Access
import Foundation
import Live
import Logging
import Overview
import Reporting
import ServiceLifecycle
import Storage

/// Looks every second for what changed, and tells of it.
struct LiveWatch: Service {
    private let services: HubServices
    private let interval: Duration
    private let gapInterval: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - interval: from one look to the next.
    ///   - gapInterval: gaps are counted at most so often.
    init(_ services: HubServices, every interval: Duration, gapsEvery gapInterval: Duration, logger: Logger) {
        (self.services, self.logger) = (services, logger)
        (self.interval, self.gapInterval) = (interval, gapInterval)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await watch() }
        } catch is CancellationError {
            // The hub stops.
        }
    }

    /// Who is let in no more is told nothing more either.
    private func endRevoked() async throws {
        guard services.live.readers > 0 else { return }
        let isGood = try await services.access.goodProofs()
        services.live.end(.revoked) { !isGood($0) }
    }

    private func watch() async throws {
        let live = services.live
        let watch = StoreWatch(
            live, ledger: services.ledger, store: services.store, identity: services.identity,
            tellJob: { try live.publish(.job, JobDocument($0)) })
        let clock = ContinuousClock()
        var gaps = GapChanges()
        var tasks = TaskChanges()
        let ledger = services.ledger
        // Counted once soon after the beginning, to have something to compare with.
        var (areGapsDue, nextGaps) = (true, clock.now + interval)
        var isAway = false
        while true {
            do {
                try await endRevoked()
                let found = try await services.threads.run { try watch.look() }
                let runs = try await services.threads.run { try ledger.taskRuns(of: nil, limit: TaskChanges.limit) }
                for run in tasks.look(runs) { try live.publish(.task, run) }
                if found.hasEndedJob { areGapsDue = true }
                if areGapsDue, clock.now >= nextGaps {
                    for (subject, change) in gaps.look(try await services.reports.report().lines) {
                        try live.publish(.gaps, about: subject, change)
                    }
                    (areGapsDue, nextGaps) = (false, clock.now + gapInterval)
                }
                if isAway { logger.notice("ledger and store answer again; what changed meanwhile is told") }
                isAway = false
            } catch let error as CancellationError {
                throw error
            } catch {
                // Once: it is tried again every second, and would be said as often.
                if !isAway { logger.warning("what changes cannot be told: \(error)") }
                isAway = true
            }
            try await clock.sleep(for: interval)
        }
    }
}
