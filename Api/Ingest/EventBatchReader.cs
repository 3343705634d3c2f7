using System.Text.Json;
using Pipeline.Api.Contracts;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Api.Ingest;

/// <summary>Takes the valid events out of a batch body and notes why the others are refused.</summary>
internal ref struct EventBatchReader(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, TimeSpan maxAge, IngestBatch batch)
{
    public const int MaxEvents = 1_000;
    public const int MaxBytes = 1_024 * 1_024;

    private readonly ReadOnlySpan<byte> _body = body;
    private int _count;

    public List<NotedEvent> Rejected { get; } = [];

    /// <summary>Null when there are none.</summary>
    public List<NotedEvent>? Warnings { get; private set; }

    /// <summary>Reads <c>[…]</c> or <c>{"events":[…]}</c>.</summary>
    /// <exception cref="BadHttpRequestException">The whole body is unreadable, or has too many events.</exception>
    public void ReadJson()
    {
        try
        {
            var reader = new Utf8JsonReader(_body, EventReader.JsonOptions);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                ReadArray(ref reader);
            }
            else if (reader.TokenType != JsonTokenType.StartObject || !ReadMember(ref reader))
            {
                throw RequestBody.Refuse(StatusCodes.Status400BadRequest, "must be an array of events or an object with one in \"events\"");
            }

            reader.Read();
        }
        catch (JsonException)
        {
            // The exception's own message quotes the text.
            throw RequestBody.Refuse(StatusCodes.Status400BadRequest, "must be valid JSON");
        }
    }

    /// <summary>Reads one event per line; blank lines don't count.</summary>
    /// <exception cref="BadHttpRequestException">There are too many events, or none at all.</exception>
    public void ReadLines()
    {
        foreach (var range in _body.Split((byte)'\n'))
        {
            var line = _body[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            EventReader.TryAppend(line, receivedAt, maxAge, batch.Output, out var taken, out var fault);
            Note(fault, taken.Warning);
        }

        if (_count == 0)
        {
            throw RequestBody.Refuse(StatusCodes.Status400BadRequest, "must have at least one line");
        }
    }

    private bool ReadMember(ref Utf8JsonReader reader)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueSpan.SequenceEqual("events"u8);
            reader.Read();
            if (isEvents && (found || reader.TokenType != JsonTokenType.StartArray))
            {
                return false;
            }

            if (isEvents)
            {
                ReadArray(ref reader);
            }
            else
            {
                reader.Skip();
            }

            found |= isEvents;
        }

        return found;
    }

    private void ReadArray(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            EventReader.TryAppend(ref reader, _body, receivedAt, maxAge, batch.Output, out var taken, out var fault);
            Note(fault, taken.Warning);
        }
    }

    private void Note(Fault? fault, Fault? warning)
    {
        if (_count == MaxEvents)
        {
            throw RequestBody.Refuse(StatusCodes.Status413PayloadTooLarge, $"must be at most {MaxEvents} events");
        }

        if (fault is null)
        {
            batch.EndItem();
        }
        else
        {
            Rejected.Add(new NotedEvent(_count, fault.ToString()));
        }

        if (warning is not null)
        {
            (Warnings ??= []).Add(new NotedEvent(_count, warning.ToString()));
        }

        _count++;
    }
}
