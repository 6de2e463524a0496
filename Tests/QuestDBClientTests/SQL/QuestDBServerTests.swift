import QuestDBClient
import Testing

@Suite struct QuestDBServerTests {
    private static func ask<Value>(_ answer: ScriptedServer.Answer, _ body: (QuestDBServer) throws -> Value) throws
        -> Value
    {
        let server = ScriptedServer(answer)
        defer { server.stop() }
        return try body(QuestDBServer(QuestDBEndpoint(server.address)))
    }

    @Test func exec_ofASelect_givesTypedRows() throws {
        let reply = try Self.ask(
            .reply(
                200,
                #"{"query":"x","columns":[{"name":"l","type":"LONG"},{"name":"d","type":"DOUBLE"},{"name":"s","type":"SYMBOL"},{"name":"b","type":"BOOLEAN"},{"name":"a","type":"ARRAY"}],"timestamp":-1,"dataset":[[9223372036854775807,5.0E-324,"a\"b",true,[1.0,2.5]],[null,1,null,false,null]],"count":2}"#
            )
        ) { try $0.exec("x") }
        #expect(reply.columns.map(\.name) == ["l", "d", "s", "b", "a"])
        #expect(
            reply.rows == [
                [.long(.max), .double(.leastNonzeroMagnitude), .text("a\"b"), .bool(true), .text("[1.0,2.5]")],
                [.null, .double(1), .null, .bool(false), .null],
            ])
    }

    @Test(
        arguments: [(#"{"ddl":"OK"}"#, nil), (#"{"dml":"OK"}"#, nil), (#"{"ddl":"OK","updated":34}"#, 34)]
            as [(String, Int64?)])
    func exec_ofAStatementWithoutRows_givesNone(body: String, updated: Int64?) throws {
        let reply = try Self.ask(.reply(200, body)) { try $0.exec("x") }
        #expect(reply.rows.isEmpty && reply.columns.isEmpty && reply.updated == updated)
    }

    @Test(
        arguments: [
            (
                400, #"{"query":"selec 1","error":"table does not exist [table=selec]","position":7}"#,
                QuestDBError.Code.badQuery, 7, "table does not exist [table=selec]"
            ),
            (400, "no JSON\r\nhere", .rejected, nil, "no JSON here"),
            (401, "Unauthorized", .unauthorized, nil, "Unauthorized"),
            (403, "", .forbidden, nil, "403"),
            (404, "Not Found", .notFound, nil, "Not Found"),
            (500, "", .serverFailure, nil, "500"),
            (302, "", .serverFailure, nil, "302"),
        ] as [(Int, String, QuestDBError.Code, Int?, String)])
    func exec_refused_saysWhatTheServerSaid(
        status: Int, body: String, code: QuestDBError.Code, position: Int?, text: String
    ) throws {
        let error = try Self.ask(.reply(status, body)) { server in
            #expect(throws: QuestDBError.self) { try server.exec("selec 1") }
        }
        #expect(error?.code == code && error?.status == status && error?.position == position)
        #expect(error?.message.contains(text) ?? false)
    }

    @Test(arguments: [
        "", "<html>", "{}", "[]", #"{"columns":[{"name":"a","type":"LONG"}],"dataset":[[1,2]]}"#,
        #"{"columns":[{"name":"a","type":"LONG"}],"dataset":[[1.5]]}"#,
    ])
    func exec_answeredBySomethingElse_isABadReply(body: String) throws {
        let error = try Self.ask(.reply(200, body)) { server in
            #expect(throws: QuestDBError.self) { try server.exec("x") }
        }
        #expect(error?.code == .badReply)
    }

    @Test(arguments: [(100, QuestDBError.Code.interrupted), (100_000, .tooLarge)])
    func statement_onWhichTheServerHangsUp_isSaidToBeLongWhenItIs(length: Int, code: QuestDBError.Code) throws {
        let sql = SQLText(verbatim: String(repeating: "x", count: length))
        let (exec, rows) = try Self.ask(.close) { server in
            (
                #expect(throws: QuestDBError.self) { try server.exec(sql) },
                #expect(throws: QuestDBError.self) { try server.rows(sql) { _ in } }
            )
        }
        #expect(exec?.code == code && rows?.code == code)
    }

    @Test func rows_cutInTheMiddle_areAnError() throws {
        let cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n\"a\"\n1\n2\n\r\n"
        var seen: [Int64?] = []
        let error = try Self.ask(.bytes(cut)) { server in
            #expect(throws: QuestDBError.self) { try server.rows("x") { row in seen.append(try row.int64()) } }
        }
        #expect(error?.code == .interrupted && seen == [1, 2])
    }

    @Test func rows_whoseReaderThrows_endWithItsError() throws {
        struct Enough: Error {}
        let many = "\"a\"\n" + (0..<100_000).map { "\($0)\n" }.joined()
        var count = 0
        _ = try Self.ask(.reply(200, many)) { server in
            #expect(throws: Enough.self) {
                try server.rows("x") { _ in
                    count += 1
                    if count == 3 { throw Enough() }
                }
            }
        }
        #expect(count == 3)
    }

    /// A reader may ask the server something else: it gets another connection.
    @Test func rows_whoseReaderAsksAgain_go() throws {
        let server = ScriptedServer { _, request in
            request.line.contains("exec") ? .reply(200, #"{"ddl":"OK"}"#) : .reply(200, "\"a\"\n1\n2\n")
        }
        defer { server.stop() }
        let client = try QuestDBServer(QuestDBEndpoint(server.address))
        #expect(try client.rows("x") { _ in try client.exec("y") } == 2)
    }

    @Test(
        arguments: [
            (
                ScriptedServer.Answer.reply(
                    200,
                    #"{"config":{"release.type":"OSS","release.version":"9.4.4","line.proto.support.versions":[1,2,3]}}"#
                ), ILPVersion.binary, "9.4.4"
            ),
            (.reply(200, #"{"release.version":"9.0.0","line.proto.support.versions":[1,2]}"#), .binary, "9.0.0"),
            (.reply(200, #"{"release.version":"8.2.0"}"#), .text, "8.2.0"),
            (.reply(200, #"{"config":{"line.proto.support.versions":[1]}}"#), .text, nil),
            (.reply(404, "Not Found"), .text, nil),
        ] as [(ScriptedServer.Answer, ILPVersion, String?)])
    func settings_ofAServer_sayTheNewestCommonVersion(
        answer: ScriptedServer.Answer, version: ILPVersion, release: String?
    ) throws {
        let settings = try Self.ask(answer) { try $0.settings() }
        #expect(settings.ilpVersion == version && settings.release == release)
    }

    @Test(arguments: [
        ScriptedServer.Answer.reply(200, "<html>"), .reply(200, #"{"line.proto.support.versions":[9]}"#),
        .reply(500, ""), .reply(401, ""),
    ])
    func settings_ofSomethingElse_areAnError(answer: ScriptedServer.Answer) throws {
        try Self.ask(answer) { server in _ = #expect(throws: QuestDBError.self) { try server.settings() } }
    }

    private static func buildReply(_ text: String) -> String {
        #"{"query":"x","columns":[{"name":"build()","type":"STRING"}],"timestamp":-1,"dataset":[["\#(text)"]],"count":1}"#
    }

    @Test(arguments: [
        ("Build Information: QuestDB 9.0.0, JDK 17.0.12, Commit Hash abc", "9.0.0"),
        ("Build Information: QuestDB 9.4.4-SNAPSHOT, JDK 25, Commit Hash abc", "9.4.4-SNAPSHOT"),
        ("Build Information: QuestDB 7.3, JDK 11", "7.3"),
        ("Build Information: QuestDB [DEVELOPMENT], JDK 17, Commit Hash unknown", "unknown"),
        ("Build Information: QuestDB unknown, JDK 17", "unknown"),
        ("Build Information: QuestDB Enterprise 2.1.0, JDK 17", "2.1.0"),
    ])
    func build_ofAServerNewEnough_isTaken(text: String, version: String) throws {
        let server = ScriptedServer { _, request in
            .reply(200, request.line.contains("build") ? Self.buildReply(text) : #"{"columns":[],"dataset":[]}"#)
        }
        defer { server.stop() }
        #expect(try QuestDBServer(QuestDBEndpoint(server.address)).build().version == version)
    }

    @Test(arguments: [
        "Build Information: QuestDB 7.2.9, JDK 17", "Build Information: QuestDB 6.7, JDK 11",
        "Build Information: QuestDB unknown, JDK 17",
    ])
    func build_ofAServerTooOld_isRefused(text: String) throws {
        let server = ScriptedServer { _, request in
            request.line.contains("build")
                ? .reply(200, Self.buildReply(text)) : .reply(400, #"{"error":"Invalid column: dedup","position":7}"#)
        }
        defer { server.stop() }
        let error = #expect(throws: QuestDBError.self) { try QuestDBServer(QuestDBEndpoint(server.address)).build() }
        #expect(error?.code == .tooOld)
    }

    @Test func build_ofAPostgreSQLVersion_isABadReply() throws {
        let error = try Self.ask(.reply(200, Self.buildReply("PostgreSQL 12.3"))) { server in
            #expect(throws: QuestDBError.self) { try server.build() }
        }
        #expect(error?.code == .badReply)
    }
}
