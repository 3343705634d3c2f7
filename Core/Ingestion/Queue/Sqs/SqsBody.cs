using System.Buffers;
using System.Text;
using Amazon.SQS.Model;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>
/// SQS takes only the characters that XML 1.0 allows. A body with others, which a page or a search text may hold, is sent as Base64
/// and marked by an attribute.
/// </summary>
internal static class SqsBody
{
    public const string EncodingAttribute = "encoding";

    private const string Base64 = "base64";
    private const string StringType = "String";
    private const int AttributeBytes = 20;

    private static readonly SearchValues<char> Unsendable = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']), '\uFFFE', '\uFFFF']);

    /// <summary>Returns the entry, still without id, and the bytes it counts for.</summary>
    public static (SendMessageBatchRequestEntry Entry, int Bytes) Encode(string body)
    {
        if (!body.AsSpan().ContainsAny(Unsendable))
        {
            return (new SendMessageBatchRequestEntry { MessageBody = body }, Encoding.UTF8.GetByteCount(body));
        }

        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
        var entry = new SendMessageBatchRequestEntry
        {
            MessageBody = encoded,
            MessageAttributes = new()
            {
                [EncodingAttribute] = new MessageAttributeValue { DataType = StringType, StringValue = Base64 },
            },
        };
        return (entry, encoded.Length + AttributeBytes);
    }

    /// <summary>A body from another sender that is wrongly marked is returned as it is; it isn't an envelope either way.</summary>
    public static string Decode(Message message)
    {
        if (message.MessageAttributes?.GetValueOrDefault(EncodingAttribute)?.StringValue != Base64)
        {
            return message.Body;
        }

        var bytes = new byte[message.Body.Length];
        return Convert.TryFromBase64String(message.Body, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : message.Body;
    }
}
