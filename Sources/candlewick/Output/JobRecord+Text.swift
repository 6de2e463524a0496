import Ingestion
import MarketData
import Overview
import Storage

extension JobRecord {
    /// The state, and when it was last heard of where that matters.
    func stateText(now: Timestamp) -> String {
        guard DeadJobs.isDead(self, now: now) else { return state.rawValue }
        let silence = Double(now.nanoseconds - progress.at.nanoseconds) / 1e9
        return "\(state.rawValue)? silent for \(duration(silence))"
    }
}
