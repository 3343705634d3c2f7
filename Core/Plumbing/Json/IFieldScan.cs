using System.Text.Json;

namespace Pipeline.Core.Plumbing.Json;

/// <summary>What is special about the fields of one kind of object; <see cref="JsonFields"/> has what is the same for all.</summary>
/// <typeparam name="TField">The fields that are known, by their names; the default stands for any other.</typeparam>
internal interface IFieldScan<TField>
    where TField : struct, Enum
{
    /// <summary>Reads and checks the value at which the reader stands, to its last token. Returns the broken rule.</summary>
    Fault? ReadField(ref Utf8JsonReader reader, TField field);
}
