using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tools.Bench.Ingest;

/// <summary>
/// Posts prebuilt requests over keep-alive connections, the next one when the last is answered. Bare sockets, because the load
/// shares the machine with the server and should cost next to nothing.
/// </summary>
internal sealed class SocketLoad(string path, IReadOnlyList<byte[]> bodies, int connections = 16)
{
    private readonly byte[][] _requests = [.. bodies.Select(body => Request(path, body))];
    private int _next;

    /// <summary>Returns requests per second.</summary>
    /// <exception cref="InvalidOperationException">A request was not answered with 202.</exception>
    public async Task<double> RunAsync(int port, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            var answer = new byte[8 * 1_024];
            var count = 0;
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                var request = _requests[(uint)Interlocked.Increment(ref _next) % _requests.Length];
                for (var sent = 0; sent < request.Length;)
                {
                    sent += await socket.SendAsync(request.AsMemory(sent), cancellationToken);
                }

                await ReceiveAsync(socket, answer, cancellationToken);
                count++;
            }

            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task ReceiveAsync(Socket socket, byte[] answer, CancellationToken cancellationToken)
    {
        var length = 0;
        do
        {
            var received = await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken);
            length += received;
            if (received == 0 || !answer.AsSpan(0, Math.Min(length, 12)).SequenceEqual("HTTP/1.1 202"u8[..Math.Min(length, 12)]))
            {
                throw new InvalidOperationException($"Not accepted: {Encoding.UTF8.GetString(answer, 0, length)}");
            }
        }
        while (!IsComplete(answer.AsSpan(0, length)));
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var headerEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headerEnd < 0)
        {
            return false;
        }

        var name = answer.IndexOf("Content-Length: "u8);
        if (name < 0)
        {
            // Chunked.
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        var value = answer[(name + 16)..];
        var length = int.Parse(value[..value.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        return answer.Length >= headerEnd + 4 + length;
    }

    private static byte[] Request(string path, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];
}
