import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The format of the folder of a file's case.
@Suite struct FileFolderTests {
    private let files = [
        "input/XBTUSD.csv": "one,two\n",
        "expected.csv": """
        row,position,time,price,volume,side,trade_id
        1,0,1672531436000000000,90.540,1.1044842,buy,7
        2,32,1672531471000000000,9e1,5e-8,,

        """,
        "rejects.csv": "row,position,code,reason\n3,64,number,'x', expected a \"number\"\n",
        "assertions.csv": "class,symbol,start,end\ncovered,,1,2\n",
    ]

    private func read(_ files: [String: String]) throws -> FileCase {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-case-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left there is a temporary file
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try FileCase(contentsOf: folder)
    }

    @Test func folder_withAllFiles_isRead() throws {
        let found = try read(files)
        #expect(found.fileName == "XBTUSD.csv" && found.bytes == Array("one,two\n".utf8) && found.hasAssertions)
        #expect(
            found.expected.rows.map(\.description)
                == ["1672531436000000000,90.54,1.1044842,buy,7,", "1672531471000000000,90.0,5e-08,,,"])
        #expect(
            found.expected.places == [
                CasePlace(exchange: 1, row: 1, position: 0), CasePlace(exchange: 1, row: 2, position: 32),
            ])
        #expect(found.expected.rejects.map(\.reason) == ["'x', expected a \"number\""])
        #expect(found.expected.rejectPositions == [64] && found.expected.assertions.count == 1)
        #expect(found.expected.failure == nil)
    }

    @Test func folder_ofCandles_givesRowsThatAreFinal() throws {
        var candles = files
        candles["expected.csv"] = "row,position,time,open,high,low,close,volume,trades\n1,0,60,1,2,1,2,5,\n"
        #expect(try read(candles).expected.rows.map(\.description) == ["60,1.0,2.0,1.0,2.0,5.0,,,final,"])
    }

    @Test func folder_withAnError_hasItsClassItsRecordAndItsMessage() throws {
        var refused = files
        refused["expected.csv"] = nil
        refused["error.csv"] = "class,row,message\nmalformed,4,no, this is \"none\"\n"
        let failure = try #require(try read(refused).expected.failure)
        #expect(failure.error.errorClass == .malformed && failure.error.row == 4)
        #expect(failure.error.message == "no, this is \"none\"")
    }

    @Test(arguments: [
        ("error.csv", "class,row,message\nmalformed,1,x\n", "either"), ("expected.csv", nil, "either"),
        ("expected.csv", "time,price\n", "header"), ("input/second.csv", "", "2 files"),
        ("expectd.csv", "", "expectd.csv"), ("rejects.csv", "row,position,code,reason\n3,64\n", "fields"),
        ("rejects.csv", "row,position,code,reason\n3,x,number,why\n", "position"),
        ("rejects.csv", "row,position,code,reason\n3,64,number,cut", "line feed"),
    ])
    func folder_withABadFile_saysWhich(file: String, text: String?, word: String) throws {
        var bad = files
        bad[file] = text
        let problem = #expect(throws: CaseProblem.self) { try read(bad) }
        #expect(problem?.description.contains(word) == true, "\(problem?.description ?? "")")
    }
}
