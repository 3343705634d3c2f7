using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.MongoServer;

var port = args switch
{
    [] => 0,
    ["--port", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= ushort.MaxValue => number,
    _ => -1,
};
if (port < 0)
{
    await Console.Error.WriteLineAsync("usage: Pipeline.MongoServer [--port PORT]");
    return 2;
}

var stopped = new TaskCompletionSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

await using var server = TestMongoServer.Start(new TestMongoServerOptions { Port = port });
await Console.Error.WriteLineAsync("THIS IS A TEST DOUBLE OF MONGODB. IT KEEPS NOTHING: when it stops, all data is gone.");
Console.WriteLine(server.ConnectionString);
await stopped.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
