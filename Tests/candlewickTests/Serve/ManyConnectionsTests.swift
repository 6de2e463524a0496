import Foundation
import Testing

@Suite(.serialized) struct ManyConnectionsTests {
    @Test(.enabled(if: TestVenv.isThere, "no client: scripts/test-venv makes .build/test-venv"))
    func connections_thatAreTooMany_waitAndHarmNobody() throws {
        let sandbox = try Sandbox.withStore()
        // What its own files leave is for connections, and the system keeps as many more waiting as it does for every server.
        let hub = try ServedHub(sandbox, limits: "ulimit -n 320")
        let run = try sandbox.run(
            TestVenv.python, ["\(TestVenv.scripts)/many_connections.py", "\(hub.port)", "300"])
        #expect(run.lines == ["HTTP/1.1 200 OK", "nothing", "HTTP/1.1 200 OK"], "\(run.output) \(run.error)")
        let said = try hub.said()
        #expect(!said.contains("open files"), "\(said.suffix(2000))")
        #expect(hub.stop() == 0)
    }
}
