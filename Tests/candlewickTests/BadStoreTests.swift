import Foundation
import Testing

/// Stores that cannot be written, or are none: a clear message, and what was in them stays.
@Suite struct BadStoreTests {
    private static let good = "1704067200,7,7.5,6.5,7.25,100,9\n"

    @Test(.enabled(if: OtherUser.isPossible, "only root can become another user, with setpriv"))
    func store_thatCanOnlyBeRead_isReadAndNotWritten() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/ETHUSD_60.csv", Self.good)
        // Settings that anybody may read; the folder and the store stay root's.
        #expect(try sandbox.shell("chmod 755 . && chmod 644 candlewick.db && rm -f candlewick.db-*").status == 0)
        for arguments in [["ingest", "data", "--yes"], ["migrate"], ["asset", "add", "XMR"]] {
            let run = try sandbox.run(
                OtherUser.prefix[0], OtherUser.prefix.dropFirst() + [Programs.candlewick] + arguments)
            #expect(run.status == 1)
            #expect(
                run.error == "candlewick: sqlite:candlewick.db: the file cannot be written: Permission denied; "
                    + "give this user the right to write the file and its folder, or name another store\n")
        }
        let read = try sandbox.run(OtherUser.prefix[0], OtherUser.prefix.dropFirst() + [Programs.candlewick, "export"])
        #expect(read.status == 0)
        #expect(read.output == Sandbox.header + Sandbox.bitcoinRows)
        let doctor = try sandbox.run(
            OtherUser.prefix[0], OtherUser.prefix.dropFirst() + [Programs.candlewick, "doctor"])
        #expect(doctor.status == 0)
        #expect(doctor.output.contains("warning  store: ") && doctor.output.contains("can only be read"))
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test func disk_thatMayNotGrow_failsInOneMessageAndKeepsWhatWasThere() throws {
        let sandbox = try Sandbox.withBitcoin()
        #expect(try sandbox.run(Programs.sample, ["big", "--rows", "40000"]).status == 0)
        // 300 KiB a file (the shell counts in 512 bytes); the signal would end the program, the error shall.
        let run = try sandbox.shell(
            "trap '' XFSZ; ulimit -f 600; exec $CANDLEWICK ingest big --yes > out 2> err")
        #expect(run.status == 1)
        let error = try sandbox.read("err")
        #expect(error.contains("candlewick: sqlite:candlewick.db: "), "\(error)")
        #expect(error.contains("then run the command again"), "\(error)")
        #expect(error.split(separator: "\n").count == 1)
        #expect(try sandbox.read("out").contains("FAILED"))
        #expect(try sandbox.rows(of: "BTC").hasSuffix(Sandbox.bitcoinRows))
        // With room again the same command does the rest.
        #expect(try sandbox.candlewick("ingest", "big", "--yes").status == 0)
        #expect(try sandbox.shell("$CANDLEWICK export --interval 1 | wc -l").output.contains("40001"))
    }

    private static let canMount: Bool = {
        guard Programs.isRoot, Programs.find("unshare") != nil, let sandbox = try? Sandbox() else { return false }
        let run = try? sandbox.shell("mkdir disk && unshare --mount mount -t tmpfs -o size=1m none disk")
        return run?.status == 0
    }()

    @Test(.enabled(if: canMount, "only root can mount a small disk, with unshare"))
    func disk_thatIsFull_failsInOneMessageAndKeepsWhatWasThere() throws {
        let sandbox = try Sandbox()
        try sandbox.write("earlier/XBTUSD_60.csv", Sandbox.bitcoin)
        #expect(try sandbox.run(Programs.sample, ["big", "--rows", "40000"]).status == 0)
        // The disk is the shell's own and goes with it.
        let run = try sandbox.shell(
            """
            mkdir disk && exec unshare --mount sh -ec '
                mount -t tmpfs -o size=1m none disk
                export CANDLEWICK_STORE=sqlite:disk/candlewick.db
                $CANDLEWICK migrate && $CANDLEWICK ingest earlier --yes && $CANDLEWICK export > before
                set +e; $CANDLEWICK ingest big --yes > out 2> err; echo $? > status; set -e
                $CANDLEWICK export --interval 60 > after'
            """)
        #expect(run.status == 0, "\(run.error)")
        #expect(try sandbox.read("status") == "1\n")
        let error = try sandbox.read("err")
        #expect(
            error == "candlewick: sqlite:disk/candlewick.db: no room left (database or disk is full); nothing of the "
                + "unfinished batch was kept; free space on the disk and run the command again\n")
        #expect(try sandbox.read("before") == Sandbox.header + Sandbox.bitcoinRows)
        #expect(try sandbox.read("after") == Sandbox.header + Sandbox.bitcoinRows)
    }

    @Test(
        .enabled(if: Programs.find("sqlite3") != nil, "needs the program sqlite3"),
        arguments: [
            ["query"], ["export"], ["migrate"], ["migrate", "--drop", "--yes"], ["init"],
            ["ingest", "earlier", "--yes"],
            ["asset", "add", "XMR"], ["jobs"], ["resample", "--from", "60", "--to", "1440"],
        ])
    func store_ofANewerSchema_isLeftAlone(arguments: [String]) throws {
        let sandbox = try Sandbox.withBitcoin()
        #expect(try sandbox.shell("sqlite3 candlewick.db 'PRAGMA user_version = 999'").status == 0)
        let before = try sandbox.shell("sqlite3 candlewick.db .dump | sha256sum").output
        let run = try sandbox.run(Programs.candlewick, arguments)
        #expect(run.status == 1)
        #expect(
            run.error == "candlewick: sqlite:\(arguments == ["init"] ? sandbox("candlewick.db") : "candlewick.db"): "
                + "its schema has version 999, this candlewick knows versions up to 6; "
                + "use the candlewick that wrote it, or a later one; nothing was changed\n")
        #expect(try sandbox.shell("sqlite3 candlewick.db .dump | sha256sum").output == before)
        #expect(try sandbox.shell("sqlite3 candlewick.db 'PRAGMA user_version = 6'").status == 0)
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test(arguments: [["query"], ["migrate"], ["migrate", "--drop", "--yes"], ["ingest", "earlier", "--yes"]])
    func file_thatIsNoStore_isLeftAlone(arguments: [String]) throws {
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.db", "my diary\n")
        try sandbox.write("earlier/XBTUSD_60.csv", Sandbox.bitcoin)
        let run = try sandbox.run(Programs.candlewick, arguments)
        #expect(run.status == 1)
        #expect(run.error.contains("candlewick: sqlite:candlewick.db: the file is not a database"))
        #expect(run.error.contains("name a candlewick database, or a new file with candlewick init"))
        #expect(try sandbox.read("candlewick.db") == "my diary\n")
        #expect(try sandbox.everything() == ["candlewick.db", "earlier", "earlier/XBTUSD_60.csv"])
    }

    @Test(.enabled(if: Programs.find("sqlite3") != nil, "needs the program sqlite3"))
    func database_ofAnotherProgram_isLeftAlone() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.shell("sqlite3 candlewick.db 'CREATE TABLE diary(day)'").status == 0)
        for arguments in [["query"], ["migrate"], ["migrate", "--drop", "--yes"], ["init"]] {
            let run = try sandbox.run(Programs.candlewick, arguments)
            #expect(run.status == 1)
            #expect(run.error.contains("the file is another application's SQLite database"))
        }
        #expect(try sandbox.shell("sqlite3 candlewick.db .tables").output.contains("diary"))
    }

    @Test func store_thatIsAFolderOrInNone_isTold() throws {
        let sandbox = try Sandbox()
        try sandbox.write("data/keep", "")
        let folder = try sandbox.candlewick("query", "--store", "sqlite:data")
        #expect(folder.status == 1)
        #expect(folder.error.contains("it is a directory, a database file was expected; name a file in it"))
        let nowhere = try sandbox.candlewick("migrate", "--store", "sqlite:gone/a.db")
        #expect(nowhere.status == 1)
        #expect(nowhere.error.contains("the folder gone does not exist; create the folder"))
    }
}
