/// What happens to the connection.
extension SendWindow {
    /// Why a connection could not be made or ended.
    enum Loss: Hashable {
        /// The network, TLS, a time-out.
        case transport(String)
        /// The upgrade was refused with this HTTP status, or another protocol was offered.
        case upgrade(status: Int, String)
        /// The server closed it in order, with this code.
        case closed(code: Int, String)
    }

    /// Begins to connect.
    mutating func connect(now: Duration) -> [Action] {
        connection = .coming
        troubledSince = troubledSince ?? now
        return [.connect(after: .zero)]
    }

    /// A connection stands.
    mutating func opened(limit: Int?, now: Duration) {
        // 1.9 MiB is safe with the buffer of 2 MiB that servers have which do not say.
        let limit = min(limit ?? 1_992_294, settings.messageBytes ?? .max)
        (self.limit, wasEverOpen) = (limit, true)
        connection = .open(Open(limit: limit, heard: now))
        if waiting.isEmpty { gotThrough() }
    }

    /// The server said that all frames up to one are durable.
    mutating func accepted(through frame: Int64, now: Duration) -> [Action] {
        guard case .open(var open) = connection else { return [] }
        guard frame < open.firstFrame + Int64(open.frames.count) else {
            return [.disconnect] + lost(.transport("it acknowledged a message that was not sent"), now: now, chance: 0)
        }
        (open.heard, open.isAsked) = (now, false)
        var done = 0
        while open.firstFrame <= frame {
            if let sequence = open.frames.removeFirst() {
                acknowledged = sequence
                done += 1
            }
            open.firstFrame += 1
        }
        open.sent -= done
        connection = .open(open)
        if done > 0 {
            drop(done)
            gotThrough()
            if let suspicion, suspicion.sequence <= acknowledged { self.suspicion = nil }
        }
        return []
    }

    /// The server refused a frame. It writes nothing behind it: the connection is of no more use.
    mutating func refused(_ frame: Int64, _ status: QWPStatus, _ text: String, now: Duration, chance: Double)
        -> [Action]
    {
        guard case .open(let open) = connection else { return [] }
        // Symbols alone belong to the message behind them.
        let named = open.frames.dropFirst(max(0, Int(clamping: frame - open.firstFrame))).first { $0 != nil } ?? nil
        guard let sequence = named ?? waiting.first?.sequence else {
            return [.disconnect] + lost(.transport("it refused what was not sent: \(text)"), now: now, chance: chance)
        }
        if status.isFinal || (!status.isAboutNode && isTooMuch(sequence, now: now)) {
            return fail(rejection(sequence, status, text))
        }
        return [.disconnect] + lost(.transport("\(status): \(text)"), now: now, chance: chance)
    }

    /// The connection is gone, or could not be made.
    mutating func lost(_ loss: Loss, now: Duration, chance: Double) -> [Action] {
        if connection == .none { return [] }
        if failure != nil {
            forgetConnection()
            return []
        }
        if let error = finalError(loss) { return fail(error) }
        if case .closed(let code, let text) = loss, ![1_000, 1_001].contains(code), case .open(let open) = connection,
            open.sent > 0, let first = waiting.first?.sequence, isTooMuch(first, now: now)
        {
            return fail(rejection(first, nil, "the server closed the connection: \(code) \(text)"))
        }
        let wasOpen = connection != .coming
        forgetConnection()
        // Who has nothing to say waits until there is something.
        if waiting.isEmpty && wasOpen { return [] }
        let since = troubledSince ?? now
        troubledSince = since
        guard now - since < settings.patience else { return fail(unreachable(loss)) }
        attempts += 1
        connection = .coming
        let pause = Backoff(first: settings.firstBackoff, longest: settings.longestBackoff)
            .pause(before: attempts, chance: chance)
        return [.connect(after: min(pause, settings.patience - (now - since)))]
    }

    /// Time has passed: a server that says nothing is asked, then given up.
    mutating func tick(now: Duration, chance: Double) -> [Action] {
        guard case .open(var open) = connection, !open.frames.isEmpty else { return [] }
        if now - open.heard >= settings.silence {
            return [.disconnect] + lost(.transport("it said nothing for \(settings.silence)"), now: now, chance: chance)
        }
        guard !open.isAsked, now - open.heard >= settings.silence / 2 else { return [] }
        open.isAsked = true
        connection = .open(open)
        return [.ping]
    }

    /// The server said something.
    mutating func heard(now: Duration) {
        guard case .open(var open) = connection else { return }
        (open.heard, open.isAsked) = (now, false)
        connection = .open(open)
    }

    private mutating func gotThrough() { (troubledSince, attempts) = (nil, 0) }

    /// Counts a refusal of a message; whether it was refused so often and so long that it must be the message.
    private mutating func isTooMuch(_ sequence: UInt64, now: Duration) -> Bool {
        if suspicion?.sequence == sequence {
            suspicion?.times += 1
        } else {
            suspicion = Suspicion(sequence: sequence, since: now, times: 1)
        }
        return suspicion.map { $0.times >= settings.rejections && now - $0.since >= settings.rejectionTime } ?? false
    }

    mutating func fail(_ error: QWPError) -> [Action] {
        failure = error
        forgetConnection()
        return [.disconnect]
    }
}
