extension ServerConnection {
    /// Keeps the server from going through whole tables until the transaction ends: for statements that find what they want
    /// by an index. It plans a statement once for a connection, perhaps when a table has a page, and would go through that
    /// table still when it has thousands.
    func planByIndexes() throws(ServerFailure) { try run("SET LOCAL enable_seqscan = off") }

    /// Has the server plan each statement anew until the transaction ends: for one whose way depends on how much there is
    /// now, and that costs more than a plan.
    func planByTheMoment() throws(ServerFailure) {
        try run("SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
    }
}
