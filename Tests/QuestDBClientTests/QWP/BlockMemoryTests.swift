import NIOCore
import Testing

@testable import QuestDBClient

/// Fresh memory costs a fault a page, a second holder of a buffer a copy: neither must happen unseen.
@Suite struct BlockMemoryTests {
    private let table = try! QWPTable("t", columns: [QWPColumn("p", .double)])

    private func address(_ buffer: ByteBuffer) -> UInt {
        // Only compared.
        unsafe buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } - UInt(buffer.readerIndex)
    }

    @Test func memory_ofAnAcknowledgedMessage_isUsedAgain() throws {
        let encoder = QWPEncoder()
        var window = SendWindow(settings: QWPSettings(), dictionary: encoder.dictionary, address: "ws://test:9000")
        var addresses: Set<UInt> = []
        for round in 0..<10 {
            var memory = window.memory()
            var message = try encoder.encode(table, rows: 10_000, into: &memory) { block throws(QWPError) in
                block.doubles(constant: Double(round))
            }
            let key = MaskingKey.random()
            key.apply(to: &message.block)
            _ = window.take(message, key: key, now: .zero)
            if round == 0 { window.opened(limit: 1_000_000, now: .zero) }
            addresses.insert(address(message.block))
            message = try encoder.encode(table, rows: 1) { block throws(QWPError) in block.doubles(constant: 0) }
            _ = try window.nextTransmission()
            _ = window.accepted(through: Int64(round), now: .zero)
            #expect(window.waiting.isEmpty)
        }
        #expect(addresses.count == 1)
    }
}
