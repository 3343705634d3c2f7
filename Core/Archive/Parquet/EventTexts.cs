using System.IO.Hashing;
using System.Text;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>Makes strings of UTF-8 texts and hands out the same string again for most of those that repeat. Not thread-safe.</summary>
internal sealed class EventTexts
{
    private const int Slots = 2_048;

    private readonly (byte[] Utf8, string Text)[] _known = new (byte[], string)[Slots];

    public string this[ReadOnlySpan<byte> utf8]
    {
        get
        {
            ref var known = ref _known[(int)(XxHash3.HashToUInt64(utf8) % Slots)];
            if (known.Utf8 is null || !utf8.SequenceEqual(known.Utf8))
            {
                known = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
            }

            return known.Text;
        }
    }
}
