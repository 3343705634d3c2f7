using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <summary>A filter as an SQL condition with its parameters.</summary>
internal sealed class SqliteQuarantineFilter
{
    private readonly List<string> _conditions = [];

    public SqliteQuarantineFilter(QuarantineFilter filter)
    {
        AddIf(filter.Ids, "id IN @ids", "ids", filter.Ids);
        AddIf(filter.State, "state = @state", "state", (int?)filter.State);
        AddIf(filter.Reason, "reason = @reason", "reason", filter.Reason);
        AddIf(filter.Source, "source = @source", "source", (int?)filter.Source);
        AddIf(filter.Kind, "kind = @kind", "kind", (int?)filter.Kind);
        AddIf(filter.From, "first_seen_at >= @from", "from", filter.From?.ToBound());
        AddIf(filter.To, "first_seen_at < @to", "to", filter.To?.ToBound());
        // SQLite's lower() knows only ASCII, too.
        AddIf(
            filter.Text,
            "(instr(lower(id), @text) OR instr(lower(detail), @text) OR instr(lower(payload), @text))",
            "text",
            filter.Text is null ? null : string.Concat(filter.Text.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c)));
    }

    public DynamicParameters Parameters { get; } = new();

    /// <summary>Adds another condition.</summary>
    public SqliteQuarantineFilter And(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Adds a parameter that the conditions or the rest of the statement name.</summary>
    public SqliteQuarantineFilter With(string name, object? value)
    {
        Parameters.Add(name, value);
        return this;
    }

    /// <summary>The condition, for a WHERE clause.</summary>
    public override string ToString() => _conditions.Count == 0 ? "1" : string.Join(" AND ", _conditions);

    private void AddIf(object? asked, string condition, string name, object? value)
    {
        if (asked is not null)
        {
            And(condition).With(name, value);
        }
    }
}
