import AdapterHost
import Confinement
import Foundation
import MarketData
import Testing

/// An adapter that means harm: whatever it reaches for, it does not get it, its worker ends, and the host says what it
/// tried.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .serialized) struct HostileAdapterTests {
    @Test(
        arguments: ["begin", "next", "decode", "end"],
        [
            ("open", "open a file"), ("read", "open a file"), ("socket", "open a network or local socket"),
            ("exec", "start a program"), ("fork", "start a process or thread"),
            ("ptrace", "trace or read another process"), ("memory-of-host", "trace or read another process"),
            ("kill", "signal a process"),
        ])
    func right_thatNoAdapterHas_endsTheWorkerAndIsSaid(place: String, way: (String, String)) throws {
        let folder = try TemporaryFolder()
        let failing = try FailingAdapter()
        let target = folder.path + "/reached"
        if place == "end" {
            // What was decoded was good and is kept; the worker is not used again.
            #expect(try failing.run("end-reach-\(way.0)", file: target).count == 3)
        } else {
            let error = #expect(throws: AdapterError.self) { try failing.run("\(place)-reach-\(way.0)", file: target) }
            guard case .forbidden(let call)? = error?.loss else {
                Issue.record("\(error.map { "\($0)" } ?? "no error")")
                return
            }
            #expect(call.contains(way.1))
            #expect(error?.message.contains("tried what no adapter may: \(call)") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: target))
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func rights_ofAWorker_areSaid() throws {
        let confinement = try #require(try FailingAdapter().adapter.confinement)
        #expect(confinement.measures.isSuperset(of: .always))
        #expect("\(confinement)".contains("system calls"))
    }

    /// Constructors run while a library is loaded, before anybody can call it.
    @Test(arguments: [
        ("open", "open a file"), ("socket", "open a network or local socket"), ("exec", "start a program"),
        ("fork", "start a process or thread"), ("ptrace", "trace or read another process"),
        ("memory-of-host", "trace or read another process"), ("kill", "signal a process"),
    ])
    func right_reachedForWhileLoading_endsTheWorkerAndIsSaid(way: String, words: String) throws {
        let folder = try TemporaryFolder()
        let problems = #expect(throws: AdapterProblems.self) {
            try FailingAdapter(flags: [
                "-DON_LOADING=\"\(way)\"", "-DON_LOADING_TARGET=\"\(folder.path)/reached\"",
            ])
        }
        #expect(problems?.problems.map(\.code) == [.load])
        #expect(problems?.description.contains("tried what no adapter may") == true)
        #expect(problems?.description.contains(words) == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/reached"))
    }

    @Test func secret_readWhileLoading_staysOne() throws {
        let folder = try TemporaryFolder()
        try folder.write("the key of the user", to: "secret")
        let failing = try FailingAdapter(flags: [
            "-DON_LOADING=\"steal\"", "-DON_LOADING_TARGET=\"\(folder.path)/secret\"",
        ])
        // In this process it can: the test would show it.
        let here = try failing.folder.entry.load(run: .inProcess)
        #expect(try FailingAdapter.run(here, "stolen", "a") == [19])
        // Kernels without Landlock cannot keep it from it; `candlewick adapters` shows which have it.
        if failing.adapter.confinement?.measures.contains(.landlock) == true {
            #expect(try failing.run("stolen", "a") == [-1])
        }
    }
}
