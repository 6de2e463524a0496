import Foundation
import QuestDBClient
import Testing

/// Byte for byte what QuestDB's own client sends for the same rows.
@Suite(TestVenv.trait) struct ILPOfficialClientTests {
    private struct Task: Encodable {
        var conf: String
        var rows: [HardRow]
    }

    @Test(arguments: ILPVersion.allCases)
    func body_ofHardRows_isTheOfficialClients(version: ILPVersion) throws {
        let server = ScriptedServer(.reply(204, ""))
        defer { server.stop() }
        let conf = "http::addr=127.0.0.1:\(server.port);protocol_version=\(version.rawValue);auto_flush=off;"
        let failure = try TestVenv.run("ilp_rows.py", input: JSONEncoder().encode(Task(conf: conf, rows: HardRow.all)))
        #expect(failure == nil)
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1 && request.line.hasPrefix("POST /write?precision=n"))

        var theirs = request.body[...]
        for row in HardRow.all {
            var rows = ILPBuffer(version: version)
            try row.write(to: &rows)
            // Copied during the call.
            let ours = unsafe rows.bytes.withUnsafeBytes { unsafe Array($0) }
            let same = theirs.starts(with: ours)
            #expect(
                same,
                "\(row): ours \(String(decoding: ours, as: UTF8.self)), theirs \(String(decoding: theirs.prefix(ours.count + 20), as: UTF8.self))"
            )
            if !same { return }
            theirs = theirs.dropFirst(ours.count)
        }
        #expect(theirs.isEmpty)
    }
}
