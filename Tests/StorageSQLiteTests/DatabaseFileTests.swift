import Testing

@testable import StorageSQLite

@Suite struct DatabaseFileTests {
    @Test(arguments: [
        ("a.db", "./a.db", "."), ("/a.db", "/a.db", "/"), ("x/y/a.db", "./x/y/a.db", "x/y"),
        (":memory:", "./:memory:", "."), ("file:a?mode=memory", "./file:a?mode=memory", "."),
    ])
    func plainName_isAPathForSQLite(path: String, plain: String, folder: String) throws {
        let file = try DatabaseFile(path)
        #expect(file.plainName == plain)
        #expect(file.folder == folder)
        #expect(file.location == "sqlite:" + path)
    }

    @Test(arguments: [
        ("/a b/c.db", "file:/a%20b/c.db?immutable=1&mode=ro"),
        ("a%20?x=1#y", "file:./a%2520%3Fx=1%23y?immutable=1&mode=ro"),
        ("/ü\u{1}", "file:/%C3%BC%01?immutable=1&mode=ro"),
    ])
    func immutableURI_escapesWhatAURIWouldRead(path: String, uri: String) throws {
        #expect(try DatabaseFile(path).immutableURI == uri)
    }
}
