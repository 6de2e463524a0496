import NIOCore
import Testing

@testable import QuestDBClient

/// What follows from acknowledgements, refusals, losses and time, without a network and without waiting.
@Suite struct SendWindowTests {
    private let encoder = QWPEncoder()

    private func window(_ change: (inout QWPSettings) -> Void = { _ in }) -> SendWindow {
        var settings = QWPSettings()
        change(&settings)
        return SendWindow(settings: settings, dictionary: encoder.dictionary, address: "ws://test:9000")
    }

    /// A message with a symbol of its own.
    private func message(_ symbol: String) throws -> QWPMessage {
        try encoder.encode(QWPTable("t", columns: [QWPColumn("s", .symbol)]), rows: 1) { block throws(QWPError) in
            try block.symbols(constant: symbol)
        }
    }

    /// Takes messages with these symbols; the last actions.
    @discardableResult
    private func take(_ symbols: String..., by window: inout SendWindow, at now: Duration = .zero) throws -> [SendWindow
        .Action]
    {
        var actions: [SendWindow.Action] = []
        for symbol in symbols {
            var taken = try message(symbol)
            let key = MaskingKey.random()
            key.apply(to: &taken.block)
            actions = window.take(taken, key: key, now: now).actions
        }
        return actions
    }

    /// All frames that are to be written now, as the server reads them.
    private func frames(_ window: inout SendWindow, _ reader: inout FrameReader) throws -> [ReadFrame] {
        var read: [ReadFrame] = []
        while let next = try window.nextTransmission() {
            var block = next.block
            next.key.shifted(by: next.prefix.count).apply(to: &block)
            read.append(try reader.read(next.prefix + Array(block.readableBytesView)))
        }
        return read
    }

    @Test func message_withoutAConnection_asksForOneOnce() throws {
        var window = window()
        #expect(try take("a", by: &window) == [.connect(after: .zero)])
        #expect(try take("b", by: &window) == [])
        #expect(try window.nextTransmission() == nil)
    }

    @Test func acknowledgement_ofALaterFrame_isForAllBeforeIt() throws {
        var window = window()
        var reader = FrameReader()
        try take("a", "b", "c", by: &window)
        window.opened(limit: 1_000, now: .zero)
        #expect(try frames(&window, &reader).map { $0.cells("s") } == [[.text("a")], [.text("b")], [.text("c")]])
        #expect(window.accepted(through: 1, now: .zero) == [])
        #expect(window.acknowledged == 2)
        #expect(window.waiting.map(\.sequence) == [3])
        #expect(window.accepted(through: 1, now: .zero) == [])
        #expect(window.accepted(through: 2, now: .zero) == [])
        #expect(window.acknowledged == 3)
        #expect(window.waitingBytes == 0)
    }

    @Test func acknowledgement_ofWhatWasNotSent_dropsTheConnection() throws {
        var window = window()
        try take("a", by: &window)
        window.opened(limit: 1_000, now: .zero)
        #expect(window.accepted(through: 0, now: .zero).first == .disconnect)
        #expect(window.acknowledged == 0)
        #expect(window.connection == .coming)
    }

    @Test func room_endsWithMessagesOrBytes_andOneAlwaysFits() throws {
        var window = window { ($0.messagesInFlight, $0.bytesInFlight) = (3, 40) }
        #expect(window.hasRoom(1_000_000))
        try take("a", by: &window)
        let bytes = window.waitingBytes
        #expect(window.hasRoom(40 - bytes))
        #expect(!window.hasRoom(41 - bytes))
        try take("a", "a", by: &window)
        #expect(!window.hasRoom(0))
    }

    @Test func loss_withMessagesOnTheirWay_sendsThemAgainBehindAllSymbols() throws {
        var window = window()
        var first = FrameReader()
        try take("a", "b", "c", by: &window)
        window.opened(limit: 1_000, now: .zero)
        _ = try frames(&window, &first)
        _ = window.accepted(through: 0, now: .zero)
        #expect(window.lost(.transport("cut"), now: .zero, chance: 0.5) == [.connect(after: .milliseconds(50))])
        try take("d", by: &window)
        window.opened(limit: 1_000, now: .zero)
        var second = FrameReader()
        let read = try frames(&window, &second)
        #expect(read.map(\.isDeferred) == [true, false, false, false])
        #expect(read.map(\.newSymbols) == [3, 0, 0, 1])
        #expect(read.map { $0.cells("s") } == [nil, [.text("b")], [.text("c")], [.text("d")]])
        // The symbols' frame counts on the server's side.
        _ = window.accepted(through: 1, now: .zero)
        #expect(window.acknowledged == 2)
        _ = window.accepted(through: 3, now: .zero)
        #expect(window.acknowledged == 4)
    }

    @Test func frame_sentAgain_hasAnotherMask() throws {
        var window = window()
        try take("a", by: &window)
        window.opened(limit: 1_000, now: .zero)
        let first = try #require(try window.nextTransmission())
        _ = window.lost(.transport("cut"), now: .zero, chance: 0)
        window.opened(limit: 1_000, now: .zero)
        #expect(try window.nextTransmission()?.sequence == nil)
        let second = try #require(try window.nextTransmission())
        #expect(first.sequence == 1)
        #expect(second.sequence == 1)
        #expect(second.key.shifted(by: second.prefix.count) != first.key.shifted(by: first.prefix.count))
    }

    @Test func pauses_growToTheLongest_andEndWithPatience() throws {
        var window = window {
            ($0.firstBackoff, $0.longestBackoff, $0.patience) = (.seconds(1), .seconds(5), .seconds(20))
        }
        try take("a", by: &window)
        var now = Duration.zero
        var pauses: [Duration] = []
        while window.failure == nil {
            guard case .connect(let pause) = window.lost(.transport("no"), now: now, chance: 1).first else { break }
            pauses.append(pause)
            now += pause
        }
        #expect(pauses == [1, 2, 4, 5, 5, 3].map { .seconds($0) })
        #expect(window.failure?.code == .unreachable)
        #expect(window.failure?.message.contains("1 messages") == true)
        #expect(window.waiting.count == 1)
    }

    @Test func patience_beginsAnewWhenAMessageGetsThrough() throws {
        var window = window { $0.patience = .seconds(10) }
        var reader = FrameReader()
        try take("a", "b", by: &window)
        _ = window.lost(.transport("no"), now: .seconds(9), chance: 0)
        window.opened(limit: 1_000, now: .seconds(9))
        // A connection alone is no progress.
        #expect(window.troubledSince == .zero)
        _ = try frames(&window, &reader)
        _ = window.accepted(through: 0, now: .seconds(9))
        #expect(window.lost(.transport("no"), now: .seconds(11), chance: 0) == [.connect(after: .zero)])
        #expect(window.lost(.transport("no"), now: .seconds(20), chance: 0) == [.connect(after: .zero)])
        #expect(window.lost(.transport("no"), now: .seconds(21), chance: 0) == [.disconnect])
        #expect(window.failure?.code == .unreachable)
    }

    @Test func loss_withNothingWaiting_waitsForAMessage() throws {
        var window = window()
        _ = window.connect(now: .zero)
        window.opened(limit: 1_000, now: .zero)
        #expect(window.lost(.transport("restart"), now: .seconds(5), chance: 0) == [])
        #expect(window.connection == .none)
        #expect(try take("a", by: &window, at: .seconds(1_000)) == [.connect(after: .zero)])
        #expect(window.troubledSince == .seconds(1_000))
    }

    @Test func silence_isAskedThenGivenUp() throws {
        var window = window { $0.silence = .seconds(60) }
        var reader = FrameReader()
        try take("a", by: &window)
        window.opened(limit: 1_000, now: .zero)
        #expect(window.tick(now: .seconds(100), chance: 0) == [])
        _ = window.lost(.transport("x"), now: .seconds(1), chance: 0)
        window.opened(limit: 1_000, now: .seconds(1))
        _ = try frames(&window, &reader)
        #expect(window.tick(now: .seconds(30), chance: 0) == [])
        #expect(window.tick(now: .seconds(31), chance: 0) == [.ping])
        #expect(window.tick(now: .seconds(40), chance: 0) == [])
        window.heard(now: .seconds(41))
        #expect(window.tick(now: .seconds(70), chance: 0) == [])
        #expect(window.tick(now: .seconds(71), chance: 0) == [.ping])
        #expect(window.tick(now: .seconds(101), chance: 0).first == .disconnect)
    }

    @Test(arguments: [
        (QWPStatus.schemaMismatch, true), (.parseError, true), (.securityError, true), (.internalError, false),
        (.writeError, false), (.notWritable, false), (.dictionaryGap, false), (QWPStatus(rawValue: 0x77), false),
    ])
    func refusal_ofAStatus_isFinalOrTriedAgain(status: QWPStatus, isFinal: Bool) throws {
        var window = window()
        var reader = FrameReader()
        try take("a", "b", by: &window)
        window.opened(limit: 1_000, now: .zero)
        _ = try frames(&window, &reader)
        let actions = window.refused(1, status, "why", now: .zero, chance: 1)
        if isFinal {
            #expect(actions == [.disconnect])
            #expect(window.failure?.sequence == 2)
            #expect(window.failure?.status == status)
        } else {
            #expect(actions == [.disconnect, .connect(after: .milliseconds(100))])
            #expect(window.failure == nil)
        }
        #expect(window.waiting.count == 2)
    }

    /// Often is not enough, and long is not enough.
    @Test func refusal_ofTheSameMessage_isBelievedWhenOftenAndLong() throws {
        var window = window { ($0.rejections, $0.rejectionTime) = (4, .seconds(5)) }
        try take("a", by: &window)
        for second in [0, 1, 2, 3, 4] as [Int64] {
            window.opened(limit: 1_000, now: .seconds(second))
            while try window.nextTransmission() != nil {}
            _ = window.refused(0, .writeError, "full", now: .seconds(second), chance: 0)
            #expect(window.failure == nil)
        }
        window.opened(limit: 1_000, now: .seconds(5))
        while try window.nextTransmission() != nil {}
        _ = window.refused(0, .writeError, "full", now: .seconds(5), chance: 0)
        #expect(window.failure?.status == .writeError)
        #expect(window.failure?.canRetry == true)
    }

    @Test func close_thatIsNotInOrder_countsAgainstTheFirstMessage() throws {
        var window = window { ($0.rejections, $0.rejectionTime) = (2, .zero) }
        try take("a", by: &window)
        for code in [1_000, 1_001, 1_009, 1_009] {
            #expect(window.failure == nil)
            window.opened(limit: 1_000, now: .zero)
            while try window.nextTransmission() != nil {}
            _ = window.lost(.closed(code: code, "too big"), now: .zero, chance: 0)
        }
        #expect(window.failure?.code == .rejected)
        #expect(window.failure?.message.contains("1009 too big") == true)
    }

    @Test func discarding_afterAFailure_keepsTheCountAndStartsAfresh() throws {
        var window = window()
        var reader = FrameReader()
        try take("a", "b", by: &window)
        window.opened(limit: 1_000, now: .zero)
        _ = try frames(&window, &reader)
        _ = window.accepted(through: 0, now: .zero)
        _ = window.refused(1, .schemaMismatch, "no", now: .zero, chance: 0)
        #expect(window.discard() == [])
        #expect(window.failure == nil)
        #expect(window.acknowledged == 1)
        #expect(try take("c", by: &window) == [.connect(after: .zero)])
        #expect(window.waiting.map(\.sequence) == [3])
    }

    @Test func server_thatNowTakesLess_saysSo() throws {
        var window = window()
        try take(String(repeating: "x", count: 10), by: &window)
        window.opened(limit: 25, now: .zero)
        let error = #expect(throws: QWPError.self) { try window.nextTransmission() }
        #expect(error?.code == .rowTooLarge)
    }
}
