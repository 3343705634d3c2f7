using System.Text.Json;

namespace Pipeline.Tools.Bench.Scale.DuckDb;

/// <summary>One number of a report, wherever the report comes from.</summary>
/// <param name="List">Name of the list in the API's answer.</param>
/// <param name="Label">What it is the number of: the texts of the list's entry, with bars between; empty for a null.</param>
/// <param name="Measure">Name of the number in the entry.</param>
/// <param name="Value">The number.</param>
internal readonly record struct ReportRow(string List, string Label, string Measure, decimal Value)
{
    /// <summary>The numbers of an answer of the API.</summary>
    public static IEnumerable<ReportRow> Of(JsonElement report) =>
        from list in report.EnumerateObject()
        where list.Value.ValueKind == JsonValueKind.Array
        from entry in list.Value.EnumerateArray()
        where entry.ValueKind == JsonValueKind.Object
        let fields = entry.EnumerateObject().ToLookup(field => field.Value.ValueKind == JsonValueKind.Number)
        let label = string.Join('|', fields[false].Select(field => field.Value.GetString()))
        from number in fields[true]
        select new ReportRow(list.Name, label, number.Name, number.Value.GetDecimal());

    /// <summary>What one of two reports has and the other has not; null when they are equal, in whatever order.</summary>
    public static string? DifferenceOf(IEnumerable<ReportRow> one, IEnumerable<ReportRow> other)
    {
        HashSet<ReportRow> rows = [.. one];
        rows.SymmetricExceptWith(other);
        return rows.Count == 0 ? null : $"{rows.Count} numbers differ, such as {rows.First()}";
    }
}
