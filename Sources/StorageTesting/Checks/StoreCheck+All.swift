extension Check where Subject == any StoreUnderTest {
    /// Everything that a store promises.
    public static let all: [StoreCheck] =
        identity + upserts + values + ranges + paging + listing + mixed + refusals + names + concurrency + deaths
        + schema + randomised + declarations
}

extension Check where Subject == any LedgerUnderTest {
    /// Everything that a ledger promises.
    public static let all: [LedgerCheck] =
        assets + jobs + jobChanges + files + rejects + entries + coverage + coverageSets + examinations + givenUp + gaps
        + items + texts + concurrency
}

extension Check where Subject == any JointStoreUnderTest {
    /// Everything that a store promises which shares its database with a ledger, besides what all stores do.
    public static let all: [JointStoreCheck] = groups
}

extension Check where Subject == any ServiceLedgerUnderTest {
    /// Everything that a ledger promises which serves the hub as a service, besides what all ledgers do.
    public static let all: [ServiceLedgerCheck] = tokens + audits + tasks + markedRejects + circuits + alerts
}
