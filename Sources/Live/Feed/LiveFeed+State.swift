import DequeModule

extension LiveFeed {
    typealias Wake = @Sendable () -> Void

    /// A reader as the feed knows it.
    struct Seat {
        /// The number of the next event to look at.
        var cursor: Int64
        /// Events it may be behind.
        var allowance: Int64
        var filter: LiveFilter
        /// How it reads.
        let channel: LiveChannel
        /// Who it is.
        let owner: String
        /// It has read everything and waits to be woken.
        var isIdle = false
        /// No events any more, at once.
        var end: LiveEnd?
        let wake: Wake
    }

    /// The ring and who reads it.
    struct State {
        /// Bytes of events from which on a reader gets no more of them at once.
        static let portion = 1 << 16

        /// The first number of this life.
        let first: Int64
        /// The number of the next event.
        var next: Int64
        var ring: Deque<LiveEvent> = []
        var bytes = 0
        var seats: [Int: Seat] = [:]
        var nextSeat = 0
        /// Readers that were ended before their time, by why.
        var ended: [LiveEnd: Int] = [:]
        /// Why there will be no more.
        var closed: LiveEnd?

        init(first: Int64) { (self.first, next) = (first, first) }

        /// The number of the oldest event that is kept; the next one's where there is none.
        private var oldest: Int64 { next - Int64(ring.count) }

        func refusal(_ limits: LiveLimits) -> LiveRefusal? {
            if let closed { return LiveRefusal(reason: closed) }
            return seats.count >= limits.readers ? LiveRefusal(reason: .full) : nil
        }

        /// Adds an event; whom to wake.
        mutating func add(_ kind: LiveKind, _ subject: LiveSubject?, _ json: [UInt8], _ limits: LiveLimits) -> [Wake] {
            if closed != nil { return [] }
            let event = LiveEvent(number: next, kind: kind, subject: subject, json: json)
            next += 1
            ring.append(event)
            bytes += event.weight
            // The newest stays, however large: a ring without it would lose it for all.
            while ring.count > limits.events || bytes > limits.bytes, ring.count > 1 {
                bytes -= ring.removeFirst().weight
            }
            let oldest = oldest
            var woken: [Wake] = []
            for place in seats.values.indices where seats.values[place].end == nil {
                let seat = seats.values[place]
                if seat.isIdle {
                    if seat.filter.matches(event) {
                        seats.values[place].isIdle = false
                        woken.append(seat.wake)
                    } else {
                        seats.values[place].cursor = next
                    }
                } else if seat.cursor < oldest || next - seat.cursor > seat.allowance {
                    seats.values[place].end = .slow
                    ended[.slow, default: 0] += 1
                    woken.append(seat.wake)
                }
            }
            return woken
        }

        mutating func join(
            _ filter: LiveFilter, after last: Int64?, _ channel: LiveChannel, _ owner: String, _ limits: LiveLimits,
            _ wake: @escaping Wake
        ) -> (Int, LiveLost?) {
            var (cursor, lost) = (next, LiveLost?.none)
            if let last {
                if last >= oldest - 1, last < next {
                    cursor = last + 1
                } else {
                    cursor = oldest
                    // Below the first are numbers of an earlier life; above the newest too, where the clock was set back.
                    let isOfThisLife = last >= first && last < next
                    lost = LiveLost(
                        from: last == .max ? last : last + 1, to: oldest - 1,
                        reason: isOfThisLife ? .overrun : .restart)
                }
            }
            nextSeat += 1
            seats[nextSeat] = Seat(
                cursor: cursor, allowance: next - cursor + Int64(limits.lag), filter: filter, channel: channel,
                owner: owner,
                wake: wake)
            return (nextSeat, lost)
        }

        mutating func take(_ number: Int, atMost count: Int, _ limits: LiveLimits) -> LivePart {
            guard var seat = seats[number] else { return .nothing }
            defer { seats[number] = seat }
            if let end = seat.end { return .end(end) }
            guard seat.cursor >= oldest else { return .end(.slow) }
            var events: [LiveEvent] = []
            var bytes = 0
            while seat.cursor < next, events.count < count, bytes < Self.portion {
                let event = ring[Int(seat.cursor - oldest)]
                seat.cursor += 1
                guard seat.filter.matches(event) else { continue }
                events.append(event)
                bytes += event.weight
            }
            if seat.cursor == next { seat.allowance = Int64(limits.lag) }
            if !events.isEmpty { return .events(events) }
            if let closed { return .end(closed) }
            seat.isIdle = true
            return .nothing
        }

        mutating func end(_ number: Int, _ reason: LiveEnd) -> Wake? {
            guard let seat = seats[number], seat.end == nil else { return nil }
            seats[number]?.end = reason
            ended[reason, default: 0] += 1
            return seat.wake
        }

        mutating func close(_ reason: LiveEnd) -> [Wake] {
            if closed != nil { return [] }
            closed = reason
            return seats.values.map(\.wake)
        }
    }
}
