import Foundation
import Glibc
import Testing

/// `adapter serve-cases`, asked by curl.
@Suite struct ServeCasesTests {
    static let curl = Programs.find("curl")

    private static func withCases() throws -> Sandbox {
        let sandbox = try Sandbox()
        for (name, adapter, address, body) in [
            ("candles", "kraken-rest", "/0/public/OHLC?pair=XBTUSD", #"{"error":[]}"#),
            ("rates", "ecb-rates", "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml", "<Cube/>"),
        ] {
            try sandbox.write("cases/\(name)/query.toml", "adapter = \"\(adapter)\"\nkind = \"instruments\"\n")
            try sandbox.write(
                "cases/\(name)/exchanges/0001.toml",
                """
                [request]
                address = "\(address)"
                [reply]
                status = 200
                content_type = "text/plain"
                received_at = "2023-07-02T00:05:00Z"
                body = "0001.body"
                """)
            try sandbox.write("cases/\(name)/exchanges/0001.body", body)
        }
        return sandbox
    }

    /// Runs the command, has `use` ask at the address that it says, ends it by Ctrl-C.
    ///
    /// - Returns: what it printed.
    private static func serving(
        _ sandbox: Sandbox, _ arguments: [String], _ use: (String) throws -> Void
    ) throws -> String {
        let process = sandbox.process(Programs.candlewick, ["adapter", "serve-cases"] + arguments)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        var address: String?
        // The last line that it prints before it waits.
        while address == nil {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { break }
            text += String(decoding: piece, as: UTF8.self)
            if text.contains("_BASE_URL="), text.hasSuffix("\n") {
                address = text.firstMatch(of: /at (http:\/\/127\.0\.0\.1:[0-9]+);/).map { String($0.1) }
            }
        }
        defer {
            // Ends it where the test did not come so far; nobody is there otherwise.
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        try use(try #require(address, "\(text)"))
        #expect(kill(process.processIdentifier, SIGINT) == 0)
        text += String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        return text
    }

    @Test(.enabled(if: curl != nil, "needs the program curl"))
    func cases_areServedAndTheCommandSaysHow() throws {
        let sandbox = try Self.withCases()
        let curl = try #require(Self.curl)
        var base = ""
        let printed = try Self.serving(sandbox, ["cases"]) { address in
            base = address
            let candles = try sandbox.run(curl, ["-sS", "-i", "\(address)/0/public/OHLC?pair=XBTUSD"])
            #expect(candles.output.hasPrefix("HTTP/1.1 200 ") && candles.output.hasSuffix(#"{"error":[]}"#))
            #expect(candles.output.contains("Content-Type: text/plain"))
            let rates = try sandbox.run(curl, ["-sS", "\(address)/stats/eurofxref/eurofxref-daily.xml"])
            #expect(rates.output == "<Cube/>")
            let unknown = try sandbox.run(curl, ["-sS", "-i", "\(address)/0/public/OHLC?pair=ETHUSD"])
            #expect(unknown.output.hasPrefix("HTTP/1.1 404 "))
            #expect(unknown.output.contains("nearest there is GET /0/public/OHLC?pair=XBTUSD"))
        }
        #expect(
            printed == """
                CASE     ADAPTER      EXCHANGES
                candles  kraken-rest          1
                rates    ecb-rates            1

                serving 2 exchanges of 2 cases at \(base); Ctrl-C ends it
                an adapter asks here with this in the environment:
                  CANDLEWICK_ECB_RATES_BASE_URL=\(base)
                  CANDLEWICK_KRAKEN_REST_BASE_URL=\(base)
                3 requests answered

                """)
    }

    @Test(.enabled(if: curl != nil, "needs the program curl"))
    func faults_thatAreOrdered_happen() throws {
        let sandbox = try Self.withCases()
        let curl = try #require(Self.curl)
        let printed = try Self.serving(sandbox, ["cases/candles", "--fault", "429=1", "--fault", "cut=1"]) { address in
            let reply = try sandbox.run(curl, ["-sS", "-i", "\(address)/0/public/OHLC?pair=XBTUSD"])
            #expect(reply.output.hasPrefix("HTTP/1.1 429 ") && reply.output.contains("Retry-After: 1"))
        }
        #expect(printed.contains("serving 1 exchange of 1 case at") && printed.hasSuffix("1 request answered\n"))
    }

    @Test func folder_withoutCases_isRefusedWithWhatWasExpected() throws {
        let sandbox = try Sandbox()
        try sandbox.write("empty/notes", "")
        let run = try sandbox.candlewick("adapter", "serve-cases", "empty")
        #expect(run.status == 1)
        #expect(
            run.error == "candlewick: empty: holds no recording; expected a folder with query.toml and exchanges/, or a"
                + " folder of such folders\n")
        #expect(run.output.isEmpty)
    }

    @Test(arguments: ["429", "429=2", "429=-0.1", "200=0.5", "slow=", "drip=0.1", "=0.1", "429=0.1=2"])
    func fault_thatIsNone_isWrongUse(fault: String) throws {
        let sandbox = try Self.withCases()
        let run = try sandbox.candlewick("adapter", "serve-cases", "cases", "--fault", fault)
        #expect(run.status == 2 && run.error.contains("'\(fault)' is invalid for '--fault"), "\(run.error)")
    }
}
