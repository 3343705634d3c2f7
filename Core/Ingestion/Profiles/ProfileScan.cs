using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion.Profiles;

/// <summary>One pass over one profile: checks every rule and takes the values.</summary>
internal ref struct ProfileScan : IFieldScan<ProfileScan.Field>
{
    private readonly ReadOnlySpan<byte> _json;

    private ProfileScan(ReadOnlySpan<byte> json) => _json = json;

    private enum Field
    {
        Unknown,
        UserId,
        Fname,
        Lname,
        Age,
        Country,
        Language,
        Metadata,
    }

    public string? UserId { get; private set; }
    public string? Fname { get; private set; }
    public string? Lname { get; private set; }
    public int? Age { get; private set; }
    public string? Country { get; private set; }
    public string? Language { get; private set; }
    public JsonElement? Metadata { get; private set; }
    public Fault? Fault { get; private set; }

    public static ProfileScan Run(ReadOnlySpan<byte> json, int maxBytes)
    {
        var scan = new ProfileScan(json);
        if (json.Length > maxBytes)
        {
            scan.Fault = new Fault("profile", $"must be at most {ProfileLimits.MaxProfileBytes} bytes", $"{json.Length} bytes");
        }
        else if (!Utf8.IsValid(json))
        {
            scan.Fault = new Fault("profile", "must be valid UTF-8", $"{json.Length} bytes");
        }
        else
        {
            scan.Read();
        }

        return scan;
    }

    private void Read()
    {
        try
        {
            var reader = new Utf8JsonReader(_json, EventReader.JsonOptions);
            reader.Read();
            Fault = JsonFields.Read<ProfileScan, Field>(ref reader, ref this);
            if (reader.TokenType != JsonTokenType.EndObject)
            {
                Fault = new Fault("profile", "must be a JSON object");
            }

            reader.Read();
        }
        catch (JsonException)
        {
            // The exception's own message quotes the text.
            Fault = new Fault("profile", "must be valid JSON", $"{_json.Length} bytes");
        }
    }

    Fault? IFieldScan<Field>.ReadField(ref Utf8JsonReader reader, Field field) => field switch
    {
        Field.Age => ReadAge(ref reader),
        Field.Metadata => ReadMetadata(ref reader),
        _ => ReadText(ref reader, field),
    };

    private Fault? ReadAge(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var age) && age is >= 0 and <= ProfileLimits.MaxAge)
        {
            Age = age;
            return null;
        }

        reader.Skip();
        return new Fault("age", $"must be a whole number from 0 to {ProfileLimits.MaxAge}");
    }

    private Fault? ReadMetadata(ref Utf8JsonReader reader)
    {
        if (MetadataRules.Check(ref reader, out var shape) is { } fault)
        {
            return fault;
        }

        Metadata = JsonElement.Parse(_json.Slice(shape.Slice.Start, shape.Slice.Length));
        return null;
    }

    private Fault? ReadText(ref Utf8JsonReader reader, Field field)
    {
        var fault = field switch
        {
            Field.UserId => UserIdRules.Check(ref reader),
            Field.Fname or Field.Lname => JsonText.Check(ref reader, FieldNames<Field>.Of(field), 0, ProfileLimits.MaxNameLength),
            _ => JsonText.Check(ref reader, FieldNames<Field>.Of(field), 0, ProfileLimits.MaxLocaleLength),
        };
        if (fault is not null)
        {
            return fault;
        }

        var text = reader.GetString();
        _ = field switch
        {
            Field.UserId => UserId = text,
            Field.Fname => Fname = text,
            Field.Lname => Lname = text,
            Field.Country => Country = text,
            _ => Language = text,
        };
        return null;
    }
}
