import Testing

@testable import StorageQuestDB

@Suite struct ReadingStatementTests {
    @Test(arguments: [
        "SELECT 1", "select * from assetprice ;; ", "/* first */ SELECT 1 -- the end", "(select 1)",
        "WITH a AS (SELECT 1) SELECT * FROM a", "with a as (select \"update\" from t) select * from a",
        "EXPLAIN SELECT 1", "explain with a as (select 1) select * from a", "SHOW TABLES", "tables()",
        "wal_tables() where suspended", "-- a\r\nselect 1", "select 'a;b', ';' as \"x;y\"", "select 'it''s'",
        "select count() from trade where source = 'drop table trade; --'", "select 1 /* ; drop table x */",
        "SELECT touched FROM t", "select touch from t",
    ])
    func statement_thatReads_isAllowed(sql: String) throws {
        #expect(try ReadingStatement(sql).text == sql)
    }

    @Test(arguments: [
        "", ";", " -- nothing", "SELECT 1; SELECT 2", "SELECT 1; nonsense", "select 'a\0'", "INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 1", "DROP TABLE t", "TRUNCATE TABLE t", "ALTER TABLE t RESUME WAL", "CREATE TABLE t (a INT)",
        "COPY t FROM 'x'", "BACKUP TABLE t", "RENAME TABLE a TO b", "VACUUM TABLE t", "CHECKPOINT CREATE",
        "REFRESH MATERIALIZED VIEW v", "CANCEL QUERY 1", "SET x = 1", "BEGIN", "explain insert into t values (1)",
        "EXPLAIN CREATE TABLE t AS (SELECT 1)", "with a as (select 1) insert into t select * from a",
        "WITH a AS (SELECT 1) UPDATE t SET b = 1 FROM a", "(with a as (select 1) insert into t select * from a)",
        "SELECT reload_config()", "select 1 + \"RELOAD_CONFIG\" ( )", "select dump_thread_stacks/* */()",
        "select * from (select cancel_query(1))", "drop(1)", "assetprice", "'select 1'", "select 'open",
        "select \"open", "select 1 /* open", "/* a /* b */ drop table t -- */ */ select 1",
        "-- \r drop table t", "-- \r select '\n drop table t --'", "select `'`, 1", "1", "@",
    ])
    func statement_thatDoesMoreOrIsUnclear_isRefused(sql: String) {
        #expect(throws: ReadingStatement.Refused.self) { try ReadingStatement(sql) }
    }
}
