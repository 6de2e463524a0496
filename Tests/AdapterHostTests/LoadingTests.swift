import AdapterHost
import Foundation
import Testing

/// What is refused when a library is loaded, and how it is said.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .inBothModes) struct LoadingTests {
    @Test func load_goodAdapter_hasNoProblems() throws {
        let folder = try AdapterFolder("small.c")
        let adapter = try folder.entry.load(run: RunModes.current)
        #expect(adapter.id == "small")
        #expect(adapter.abiMinor == 0)
        #expect(adapter.libraryPath.hasSuffix("/small.so"))
    }

    @Test(arguments: [
        ("-DSMALL_MAGIC=1", "candlewick_adapter_entry.magic", "0x1; expected CW_ABI_MAGIC"),
        ("-DSMALL_MAJOR=2", "candlewick_adapter_entry.abi_major", "built for ABI 2.0; this host has 1.0"),
        ("-DSMALL_MAJOR=0", "candlewick_adapter_entry.abi_major", "built for ABI 0.0"),
        ("-DSMALL_SIZE=64", "candlewick_adapter_entry.size", "64; expected sizeof(cw_adapter), at least 72"),
        ("-DSMALL_SIZE=0xFFFFFFFFu", "candlewick_adapter_entry.size", "4294967295; expected"),
        ("-DSMALL_DESCRIBE=0", "candlewick_adapter_entry.describe", "null; expected a function"),
        ("-DSMALL_IDENTIFY=0", "candlewick_adapter_entry.identify", "because the descriptor's transports have FILE"),
        ("-DSMALL_BEGIN=0", "candlewick_adapter_entry.begin", "null; expected a function"),
        ("-DSMALL_NEXT_REQUEST=0", "candlewick_adapter_entry.next_request", "null; expected a function"),
        ("-DSMALL_DECODE=0", "candlewick_adapter_entry.decode", "null; expected a function"),
        ("-DSMALL_END=0", "candlewick_adapter_entry.end", "null; expected a function"),
    ])
    func load_brokenTable_saysWhatWasExpected(flag: String, key: String, message: String) throws {
        let problems = try AdapterFolder("small.c", flags: [flag]).problemsOfLoading()
        #expect(problems.count == 1)
        #expect(problems.first?.code == .table)
        #expect(problems.first?.key == key)
        #expect(problems.first?.message.contains(message) == true, "\(problems)")
    }

    @Test func load_severalNullFunctions_reportsAll() throws {
        let flags = ["-DSMALL_BEGIN=0", "-DSMALL_DECODE=0", "-DSMALL_IDENTIFY=0", "-DSMALL_STAMP=5"]
        let problems = try AdapterFolder("small.c", flags: flags).problemsOfLoading()
        #expect(
            problems.map(\.key) == [
                "candlewick_adapter_entry.begin", "candlewick_adapter_entry.decode", "source.stamp",
                "candlewick_adapter_entry.identify",
            ])
    }

    @Test func load_otherMajorWithAbortingFunctions_isRefusedBeforeAnyCall() throws {
        let problems = try AdapterFolder("other_major.c").problemsOfLoading()
        #expect(problems.map(\.key) == ["candlewick_adapter_entry.abi_major"])
    }

    @Test func load_newerMinor_isAccepted() throws {
        let folder = try AdapterFolder("small.c", flags: ["-DSMALL_MINOR=7"])
        let adapter = try folder.entry.load(run: RunModes.current)
        #expect(adapter.abiMinor == 7)
    }

    @Test func load_withoutSymbol_namesTheSymbol() throws {
        let problems = try AdapterFolder("no_symbol.c").problemsOfLoading()
        #expect(problems.count == 1)
        #expect(problems[0].message.contains("no symbol candlewick_adapter_entry"))
    }

    @Test func load_notALibrary_givesTheLoadersReason() throws {
        let source = try TemporaryFolder()
        let file = try source.write(String(repeating: "not an ELF file\n", count: 100), to: "text.so")
        let problems = try AdapterFolder(library: file, ManifestText.small()).problemsOfLoading()
        #expect(problems.map(\.code) == [.load])
        #expect(problems[0].message.contains("invalid ELF header"), "\(problems)")
    }

    @Test(arguments: [
        (["-DSMALL_DESCRIPTOR_SIZE=8"], "cw_descriptor.size", "8; expected sizeof(cw_descriptor), at least 144"),
        (["-DSMALL_DESCRIBE=null_descriptor", "-include", "null_descriptor.h"], "describe()", "returned null"),
        (["-DSMALL_KINDS=8"], "source.kinds", "unknown bits 8"),
        (["-DSMALL_TRANSPORTS=17"], "source.transports", "unknown bits 17"),
        (["-DSMALL_STAMP=2"], "source.stamp", "unknown value 2"),
        (["-DSMALL_INTERVALS=0"], "source.intervals_minutes", "1 intervals at a null pointer"),
        (["-DSMALL_INTERVAL_COUNT=4097"], "source.intervals_minutes", "is 4097, and may be 4096 at most"),
        (["-DSMALL_INTERVAL=-5"], "source.intervals_minutes", "not positive and ascending"),
        (["-DSMALL_HOST_COUNT=2"], "source.hosts", "2 hosts at a null pointer"),
        (["-DSMALL_HOSTS=small_null_host", "-DSMALL_HOST_COUNT=1"], "source.hosts", "hosts[0] is null"),
    ])
    func load_brokenDescriptor_saysWhatIsBroken(flags: [String], key: String, message: String) throws {
        let problems = try AdapterFolder("small.c", flags: flags).problemsOfLoading()
        #expect(problems.count == 1)
        #expect(problems.first?.code == .descriptor)
        #expect(problems.first?.key == key)
        #expect(problems.first?.message.contains(message) == true, "\(problems)")
    }

    @Test func load_nullTexts_reportsEveryOne() throws {
        let problems = try AdapterFolder("small.c", flags: ["-DSMALL_TEXT(text)=0"]).problemsOfLoading()
        #expect(problems.map(\.key) == ["id", "name", "version", "licence", "source.day_zone"])
        #expect(problems.allSatisfy { $0.message.contains("is null") })
    }

    @Test func load_textsThatAreNotUTF8_reportsEveryOne() throws {
        let problems = try AdapterFolder("small.c", flags: ["-DSMALL_TEXT(text)=\"\\xC3(\""]).problemsOfLoading()
        #expect(problems.map(\.key) == ["id", "name", "version", "licence", "source.day_zone"])
        #expect(problems.allSatisfy { $0.message.contains("is not UTF-8") })
    }

    @Test func load_descriptorDiffersEverywhere_reportsEveryFieldWithBothValues() throws {
        let manifest = FullAdapter.manifest
            .replacing("\"full\"", with: "\"other\"").replacing("\"Full\"", with: "\"Other\"")
            .replacing("2.3.4-beta.1", with: "2.3.4").replacing("MIT", with: "BSD-3-Clause")
            .replacing("\"stream\"]", with: "]").replacing(", \"instruments\"", with: "")
            .replacing("[1, 60]", with: "[1, 30]").replacing("\"close\"", with: "\"open\"")
            .replacing("= 300", with: "= 301").replacing("America/New_York", with: "UTC")
            .replacing("\"ws.example.com\"", with: "\"example.com\"").replacing("example-key", with: "key")
            .replacing("= 1000", with: "= 1001").replacing("= 720", with: "= 721").replacing("= 90", with: "= 91")
            .replacing("minute = 60", with: "minute = 61")
        let library = try CCompiler.library(CCompiler.sources.appending(path: "full.c"))
        let problems = try AdapterFolder(library: library, manifest).problemsOfLoading()
        #expect(
            problems.map(\.key) == [
                "id", "name", "version", "licence", "source.transports", "source.kinds", "source.intervals_minutes",
                "source.stamp", "source.day_anchor_minutes", "source.day_zone", "source.hosts", "source.credentials",
                "limits.rows_per_reply", "limits.reach_rows", "limits.reach_days", "limits.requests_per_minute",
            ])
        #expect(problems.allSatisfy { $0.code == .descriptor })
        #expect(problems[6].message == "the manifest says \"1, 30\", the library says \"1, 60\"; expected the same")
        #expect(problems[14].message == "the manifest says \"91\", the library says \"90\"; expected the same")
    }

    @Test func load_twice_usesTheLibraryThatIsLoaded() throws {
        let full = try FullAdapter()
        let again = try full.folder.entry.load(run: RunModes.current)
        let log = LogLines()
        _ = try again.begin(.init(.trades, symbol: "AB"), now: FullAdapter.now, log: log.add)
        // The table is read once in a process, so `describe` was called once.
        #expect(log.all.contains { $0.hasPrefix("info: describe 1 times") }, "\(log.all)")
    }

    @Test func load_fileReplacedAfterTheCheck_isRefused() throws {
        let folder = try AdapterFolder("small.c")
        try folder.folder.write("another file", to: "small.so")
        let problems = folder.problemsOfLoading()
        #expect(problems.map(\.code) == [.digest])
        #expect(problems[0].message.contains("replaced after it was checked"))
    }

    /// The loader maps such a file, and whoever looks behind its end is ended by SIGBUS: here that would be these tests.
    @Test(arguments: [65, 200, 1000, 5000, 9000]) func load_libraryThatWasCutShort_isRefused(length: Int) throws {
        let folder = try AdapterFolder("small.c")
        let library = folder.folder.url.appending(path: "small.so")
        let bytes = try Data(contentsOf: library)
        try #require(bytes.count > length)
        try FileManager.default.removeItem(at: library)
        try bytes.prefix(length).write(to: library)
        let entry = AdapterCatalog(AdapterConfiguration(folders: [folder.folder.path]), libraryFolders: []).entries[0]
        let problems = #expect(throws: AdapterProblems.self) { try entry.load(run: RunModes.current) }
        #expect(problems?.problems.map(\.code) == [.load])
        #expect(problems?.description.contains("bytes of it are missing at its end") == true, "\(length)")
    }

    @Test func load_anotherFileUnderTheNameOfALoadedOne_isRefused() throws {
        let folder = try AdapterFolder("small.c")
        _ = try folder.entry.load(run: .inProcess)
        let other = try CCompiler.library(CCompiler.sources.appending(path: "small.c"), flags: ["-DSMALL_MINOR=3"])
        try FileManager.default.removeItem(at: folder.folder.url.appending(path: "small.so"))
        try folder.folder.copy(other, as: "small.so")
        let entry = AdapterCatalog(AdapterConfiguration(folders: [folder.folder.path]), libraryFolders: []).entries[0]
        let problems = #expect(throws: AdapterProblems.self) { try entry.load(run: .inProcess) }
        #expect(problems?.problems.map(\.code) == [.load])
        #expect(problems?.description.contains("start the host again") == true)
    }
}
