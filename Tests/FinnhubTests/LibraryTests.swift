import AdapterHost
import Foundation
import Testing

@Suite struct LibraryTests {
    @Test func library_showsExactlyOneSymbol() throws {
        let nm = Process()
        nm.executableURL = URL(filePath: "/usr/bin/nm")
        nm.arguments = ["-D", "--defined-only", try Finnhub.adapter().libraryPath]
        let output = Pipe()
        nm.standardOutput = output
        try nm.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        nm.waitUntilExit()
        #expect(nm.terminationStatus == 0)
        #expect(text.split(separator: "\n").map { $0.split(separator: " ").last } == ["candlewick_adapter_entry"])
    }
}
