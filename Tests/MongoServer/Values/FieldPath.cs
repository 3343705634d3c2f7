using System.Globalization;
using MongoDB.Bson;

namespace Pipeline.MongoServer.Values;

/// <summary>A dotted path into a document.</summary>
internal sealed class FieldPath
{
    private FieldPath(string text, string[] parts) => (Text, Parts) = (text, parts);

    public string Text { get; }

    public IReadOnlyList<string> Parts { get; }

    public static FieldPath Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Contains(string.Empty)
            ? throw MongoErrorException.BadValue($"The path '{text}' contains an empty field name")
            : new FieldPath(text, parts);
    }

    /// <summary>Whether a part of a path can also be a place in an array.</summary>
    public static bool TryIndex(string part, out int index) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    /// <summary>
    /// Walks the path as a query does, through every document of an array and through array places, and tells whether
    /// <paramref name="test"/> holds for any value at its end (<see langword="null"/> for a missing one).
    /// </summary>
    public bool Any(BsonDocument document, Func<BsonValue?, bool> test) => Any(document, 0, test);

    /// <summary>The single value at the end of the path, or <see langword="null"/>; does not look into arrays.</summary>
    public BsonValue? Single(BsonDocument document)
    {
        BsonValue? value = document;
        foreach (var part in Parts)
        {
            if (value is not BsonDocument parent || !parent.TryGetValue(part, out value))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>Whether this path leads to, through or beside the other one in the same branch.</summary>
    public bool Overlaps(FieldPath other) =>
        Text == other.Text
        || Text.StartsWith(other.Text + ".", StringComparison.Ordinal)
        || other.Text.StartsWith(Text + ".", StringComparison.Ordinal);

    private bool Any(BsonValue? value, int depth, Func<BsonValue?, bool> test)
    {
        if (depth == Parts.Count)
        {
            return test(value);
        }

        return value switch
        {
            BsonDocument document => Any(document.TryGetValue(Parts[depth], out var child) ? child : null, depth + 1, test),
            BsonArray array => AnyOf(array, depth, test),
            _ => test(null),
        };
    }

    private bool AnyOf(BsonArray array, int depth, Func<BsonValue?, bool> test)
    {
        if (TryIndex(Parts[depth], out var index) && index < array.Count && Any(array[index], depth + 1, test))
        {
            return true;
        }

        foreach (var element in array)
        {
            if (element is BsonDocument && Any(element, depth, test))
            {
                return true;
            }
        }

        return false;
    }
}
