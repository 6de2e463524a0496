extension QuestDBStore {
    /// The version of the schema that this build writes.
    public static var currentSchemaVersion: Int { SchemaMark.current }
}
