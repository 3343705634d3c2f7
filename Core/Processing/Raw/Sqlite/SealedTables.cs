using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>Finds the tables of sealed generations.</summary>
internal static class SealedTables
{
    // Sorts behind every generation of a day.
    private const string End = "_h";

    /// <summary>The generations of the days from <paramref name="first"/> to <paramref name="last"/> that have events, in order.</summary>
    public static List<SealedDay> Between(SqliteSession session, DateOnly first, DateOnly last) =>
        Between(session, RawNames.SealedPrefix, first, last);

    /// <summary>The day's generations that have references, in order.</summary>
    public static List<SealedDay> WithReferences(SqliteSession session, DateOnly day) =>
        Between(session, RawNames.SealedReferencesPrefix, day, day);

    // Names sort by day, but generation 10 before generation 2.
    private static List<SealedDay> Between(SqliteSession session, string prefix, DateOnly first, DateOnly last) =>
        RawTableReader.NamesBetween(session, prefix + RawNames.Text(first), prefix + RawNames.Text(last) + End)
            .Select(name => RawNames.SealedDayIn(name, prefix))
            .OrderBy(day => day.Day).ThenBy(day => day.Generation)
            .ToList();
}
