import NIOCore
import NIOPosix

/// Carries out what a send window decides, on one event loop with a thread of its own.
final class Session: Sendable {
    /// What is so on the event loop.
    private struct Live {
        var channel: (any Channel)?
        var writer: FrameWriter?
        /// Counts the attempts to connect: what an earlier one still says is not heard.
        var attempt = 0
        /// Whether the present attempt, or its connection, has ended.
        var isOver = true
        var pause: Scheduled<Void>?
        var clock: RepeatedTask?
    }

    let window: Monitor<SendWindow>
    private let connector: Connector
    private let settings: QWPSettings
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let loop: any EventLoop
    private let live: NIOLoopBoundBox<Live>

    init(_ connector: Connector, _ settings: QWPSettings, dictionary: SymbolDictionary) {
        (self.connector, self.settings) = (connector, settings)
        window = Monitor(
            SendWindow(settings: settings, dictionary: dictionary, address: connector.endpoint.description))
        loop = group.next()
        live = .makeBoxSendingValue(Live(), eventLoop: loop)
    }

    /// Begins to connect.
    func start() {
        change { $0.connect(now: Self.now) }
        loop.execute { [self] in
            let pace = TimeAmount(settings.silence / 8)
            live.value.clock = loop.scheduleRepeatedTask(initialDelay: pace, delay: pace) { [weak self] _ in
                self?.change { $0.tick(now: Self.now, chance: Self.chance) }
            }
        }
    }

    /// Takes a message as soon as there is room. Throws why the sender failed.
    /// The message is masked where it lies.
    func take(_ message: inout QWPMessage) throws(QWPError) -> UInt64 {
        let key = MaskingKey.random()
        key.apply(to: &message.block)
        return try window.wait { [message] (window: inout SendWindow) throws(QWPError) -> UInt64? in
            if let failure = window.failure { throw failure }
            guard window.hasRoom(message.byteCount) else { return nil }
            let (sequence, actions) = window.take(message, key: key, now: Self.now)
            perform(actions)
            loop.execute { [self] in pump() }
            return sequence
        }
    }

    /// Changes the window and carries out what follows, from any thread.
    func change(_ body: (inout SendWindow) -> [SendWindow.Action]) {
        window.update { perform(body(&$0)) }
    }

    /// Has actions carried out on the loop. Called while the window is locked, so that they come there in the order
    /// in which they were decided, and none comes behind the end of the loop.
    private func perform(_ actions: [SendWindow.Action]) {
        if actions.isEmpty { return }
        loop.execute { [self] in
            for action in actions {
                switch action {
                case .connect(let pause): connect(after: pause)
                case .disconnect: disconnect()
                case .ping:
                    live.value.writer?.write(.ping)
                    live.value.writer?.flush()
                }
            }
        }
    }

    /// Closes in order, within the time for it, and ends the thread. Calls before and after it fail with the error.
    func close(_ error: QWPError) {
        let isFirst = window.update { window in
            defer { window.failure = error }
            return window.failure?.code != .closed
        }
        guard isFirst else { return }
        let closed = loop.makePromise(of: Void.self)
        loop.execute { [self] in
            live.value.pause?.cancel()
            live.value.clock?.cancel()
            guard !live.value.isOver, let channel = live.value.channel, let writer = live.value.writer else {
                disconnect()
                return closed.succeed(())
            }
            channel.closeFuture.cascade(to: closed)
            writer.write(.close, [0x03, 0xE8])
            writer.flush()
            loop.scheduleTask(in: .init(settings.closeTimeout)) { channel.close(promise: nil) }
        }
        // A connection that ends with an error is closed too.
        try? closed.futureResult.wait()
        // Fails only where tasks still come in; only this session's loop and channels are in the group.
        try? group.syncShutdownGracefully()
    }

    /// Ends the thread without waiting: for a sender that was let go without being closed.
    func abandon() {
        guard window.read({ $0.failure?.code != .closed }) else { return }
        loop.execute { [self] in
            live.value.pause?.cancel()
            live.value.clock?.cancel()
            disconnect()
        }
        group.shutdownGracefully { _ in }
    }

    private func connect(after pause: Duration) {
        live.value.pause?.cancel()
        live.value.attempt += 1
        let attempt = live.value.attempt
        live.value.pause = loop.scheduleTask(in: .init(pause)) { [self] in
            guard attempt == live.value.attempt else { return }
            live.value.isOver = false
            connector.connect(on: loop) { [weak self] channel, writer, terms in
                guard let self else { return channel.close(promise: nil) }
                opened(attempt, channel, writer.value, terms)
            } arrived: { [weak self] arrival in
                self?.arrived(attempt, arrival)
            }
        }
    }

    private func opened(_ attempt: Int, _ channel: any Channel, _ writer: FrameWriter, _ terms: Upgrade.Terms) {
        guard attempt == live.value.attempt, !live.value.isOver else { return channel.close(promise: nil) }
        (live.value.channel, live.value.writer) = (channel, writer)
        window.update { $0.opened(limit: terms.limit, now: Self.now) }
        pump()
    }

    private func arrived(_ attempt: Int, _ arrival: Arrival) {
        guard attempt == live.value.attempt, !live.value.isOver else { return }
        let now = Self.now
        change { window in
            switch arrival {
            case .response(.accepted(let frame)): return window.accepted(through: frame, now: now)
            case .response(.refused(let frame, let status, let text)):
                return window.refused(frame, status, text, now: now, chance: Self.chance)
            case .response(.other), .sign:
                window.heard(now: now)
                return []
            case .end(let loss): return window.lost(loss, now: now, chance: Self.chance)
            }
        }
        if case .end = arrival { disconnect() }
    }

    private func disconnect() {
        live.value.isOver = true
        live.value.writer = nil
        live.value.channel?.close(promise: nil)
        live.value.channel = nil
    }

    /// Writes all that waits and is not yet on its way.
    private func pump() {
        guard let writer = live.value.writer else { return }
        var wrote = false
        while true {
            let next = window.update { window -> Transmission? in
                do throws(QWPError) {
                    return try window.nextTransmission()
                } catch {
                    perform(window.fail(error))
                    return nil
                }
            }
            guard let next else { break }
            writer.write(next)
            wrote = true
        }
        if wrote { writer.flush() }
    }

    /// Time that only goes forward.
    private static var now: Duration { .nanoseconds(NIODeadline.now().uptimeNanoseconds) }

    private static var chance: Double { .random(in: 0..<1) }
}

extension TimeAmount {
    /// To the nanosecond.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
