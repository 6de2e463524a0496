import AdapterHost
import MarketData
import Testing

/// The adapter's own cases, whole and in every other way a host can show them.
@Suite struct CasesTests {
    @Test func cases_areThere() {
        #expect(Case.all.count >= 14)
    }

    @Test(arguments: Case.all)
    func wholeFile_givesTheExpectedRowsAndRejects(case: Case) throws {
        let reading = try FileReader(`case`.fileName, `case`.bytes).read()
        if let error = `case`.error {
            let failure = try #require(reading.failure)
            #expect(reading.rows.isEmpty && reading.rejects.isEmpty)
            #expect(
                "\(failure.errorClass == .malformed ? "malformed" : "other"),\(failure.row),\(failure.message)" == error
            )
            return
        }
        #expect(reading.failure == nil)
        #expect(reading.rows == (try `case`.expectedRows()))
        let names: [Reject.Code: String] = [.columns: "columns", .number: "number", .time: "time", .text: "text"]
        let rejects = reading.rejects.map { "\($0.row),\($0.position),\(names[$0.code] ?? "?"),\($0.reason)" }
        #expect(rejects == `case`.rejects)
        let text = String(decoding: `case`.bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        for reject in reading.rejects {
            #expect(text[Int(reject.row) - 1] == reject.raw)
        }
    }

    @Test(arguments: Case.all)
    func file_splitAtEveryByte_givesTheSame(case: Case) throws {
        let whole = try FileReader(`case`.fileName, `case`.bytes).read()
        for place in 0...`case`.bytes.count {
            let split = try FileReader(`case`.fileName, `case`.bytes).read(pieces: [place])
            if split != whole { Issue.record("split at \(place): \(split)") }
        }
        let bytewise = try FileReader(`case`.fileName, `case`.bytes, capacity: 2)
            .read(pieces: Array(0..<`case`.bytes.count))
        #expect(bytewise == whole)
    }

    @Test(arguments: Case.all, [1, 2, 3, 5])
    func file_inSmallBatches_givesTheSame(case: Case, capacity: Int) throws {
        let whole = try FileReader(`case`.fileName, `case`.bytes).read()
        #expect(try FileReader(`case`.fileName, `case`.bytes, capacity: capacity).read() == whole)
    }

    @Test(arguments: Case.all)
    func file_truncatedAtEveryByte_keepsItsWholeLines(case: Case) throws {
        let whole = try FileReader(`case`.fileName, `case`.bytes).read()
        if whole.failure != nil { return }
        for length in 0...`case`.bytes.count {
            let cut = try FileReader(`case`.fileName, Array(`case`.bytes.prefix(length))).read()
            let complete = Int64(`case`.bytes.prefix(length).lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
            let kept = whole.rows.filter { $0.position < complete }
            if cut.failure != nil {
                // Refused as a whole only while no whole line of data was good.
                if !kept.isEmpty { Issue.record("cut at \(length): \(cut)") }
            } else {
                // Of the line in which it was cut, one row or one reject may come.
                let sure = cut.rows.filter { $0.position < complete }
                if sure != kept || cut.rows.count > kept.count + 1 { Issue.record("cut at \(length): \(cut)") }
            }
        }
    }

    @Test(arguments: Case.all)
    func file_resumedAtEveryToken_goesOnAsTheWhole(case: Case) throws {
        let (whole, stops) = try FileReader(`case`.fileName, `case`.bytes, capacity: 1).readWithStops()
        #expect(`case`.error != nil || `case`.bytes.isEmpty || !stops.isEmpty)
        for stop in stops {
            let rest = try FileReader(`case`.fileName, `case`.bytes, token: stop.token).read(pieces: [7, 60])
            #expect(rest.failure == whole.failure)
            #expect(rest.rows == Array(whole.rows.dropFirst(stop.rows)))
            #expect(rest.rejects == Array(whole.rejects.dropFirst(stop.rejects)))
            // What the earlier session asserted stays part of it: no hole between the two.
            #expect(rest.assertions == whole.assertions)
        }
    }
}
