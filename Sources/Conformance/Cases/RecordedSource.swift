import AdapterHost

/// Answers from a case's exchanges: the next one that fits, so that a page that is asked for twice is answered as it
/// was then.
final class RecordedSource {
    private let exchanges: [CaseExchange]
    private var next: Int
    /// Does something to the body of an exchange, counted from 0.
    private let change: (_ exchange: Int, inout CaseReply) -> Void

    init(
        _ exchanges: [CaseExchange], from next: Int = 0,
        changing change: @escaping (_ exchange: Int, inout CaseReply) -> Void = { _, _ in }
    ) {
        (self.exchanges, self.next, self.change) = (exchanges, next, change)
    }

    func reply(to request: HTTPRequest) throws -> CaseReply {
        func fits(_ exchange: CaseExchange) -> Bool {
            exchange.request.address == request.address && exchange.request.method == request.method
                && exchange.request.body == request.body
        }
        let found = exchanges.indices.dropFirst(next).first { fits(exchanges[$0]) }
        guard let index = found ?? exchanges.firstIndex(where: fits) else {
            throw CaseProblem(
                "it asks for \(request.method) \(request.address), to which no reply is recorded", isUnrecorded: true)
        }
        next = index + 1
        var reply = exchanges[index].reply
        change(index, &reply)
        return reply
    }
}
