import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any ServiceLedgerUnderTest {
    static let tokens: [ServiceLedgerCheck] = [
        ServiceLedgerCheck("token-fields", "Tokens come back by name as they were added, also opened again") { run in
            let place = try run.migrated()
            let ledger = try place.openServiceLedger()
            try expect(ledger.tokens(), equals: [], "the tokens at first")
            var (bob, ada) = (LedgerSamples.token("bob", "operate"), LedgerSamples.token("Ada \"1\"", "admin"))
            bob.expiresAt = LedgerSamples.moment(90)
            for token in [bob, ada] { try expect(ledger.addToken(token), equals: true, "a new token") }
            try expect(rows: ledger.tokens(), equal: [ada, bob], "the tokens")
            try expect(ledger.revokeToken(ada.name, at: LedgerSamples.moment(70)), equals: true, "revoking")
            ada.revokedAt = LedgerSamples.moment(70)
            try expect(rows: place.openServiceLedger().tokens(), equal: [ada, bob], "the tokens, opened again")
        },
        ServiceLedgerCheck(
            "token-revoke", "A name has one good token; what was revoked stays as it is, and is not revoked again"
        ) { run in
            let ledger = try run.ledger()
            let other = LedgerSamples.token("other", "read")
            var first = LedgerSamples.token("name", "read")
            var second = LedgerSamples.token("name", "admin")
            try expect(
                ledger.revokeToken("name", at: LedgerSamples.moment(1)), equals: false, "revoking what is not there")
            try expect(ledger.addToken(other), equals: true, "another token")
            try expect(ledger.addToken(first), equals: true, "the first of its name")
            try expect(ledger.addToken(second), equals: false, "a second of a name")
            try expect(rows: ledger.tokens(), equal: [first, other], "the tokens, one refused")
            try expect(ledger.revokeToken("name", at: LedgerSamples.moment(7)), equals: true, "revoking")
            try expect(ledger.revokeToken("name", at: LedgerSamples.moment(8)), equals: false, "revoking again")
            try expect(ledger.addToken(second), equals: true, "the name of one that was revoked")
            first.revokedAt = LedgerSamples.moment(7)
            try expect(rows: ledger.tokens(), equal: [first, second, other], "the tokens, one revoked")
            try expect(ledger.revokeToken("name", at: LedgerSamples.moment(9)), equals: true, "revoking the second")
            second.revokedAt = LedgerSamples.moment(9)
            try expect(rows: ledger.tokens(), equal: [first, second, other], "the tokens, two revoked")
        },
        ServiceLedgerCheck("token-digest", "Two tokens of one digest are refused, whatever their names") { run in
            let ledger = try run.ledger()
            let first = LedgerSamples.token("first", "read")
            var second = LedgerSamples.token("second", "admin")
            second.sha256 = first.sha256
            try expect(ledger.addToken(first), equals: true, "the first")
            try expectRefusal([], "a second of its digest") { _ = try ledger.addToken(second) }
            try expect(rows: ledger.tokens(), equal: [first], "the tokens")
        },
        ServiceLedgerCheck("tokens-at-once", "A name that several add at once is got by exactly one of them") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openServiceLedger() }
            let found = Mutex<(added: [String], problems: [String])>(([], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for turn in 100..<120 {
                        let isAdded = try ledgers[index].addToken(LedgerSamples.token("\(turn)", "by \(index)"))
                        if isAdded { found.withLock { $0.added.append("\(turn)") } }
                    }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (added, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(added.sorted(), equals: (100..<120).map(String.init), "the names that were added")
            try expect(ledgers[0].tokens().map(\.name), equals: added.sorted(), "the tokens")
        },
    ]
}
