using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Contracts.Emulators;

[assembly: AssemblyFixture(typeof(Emulator))]

namespace Pipeline.Contracts.Emulators;

/// <summary>
/// SQS and S3 on a free loopback port, shared by all tests and started by the first that needs it. The SDK finds it the way it would
/// find any emulator: through the process's environment.
/// </summary>
public sealed class Emulator : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "Tests", "emulators");

    private readonly Lazy<Task<Process>> _process = new(StartAsync);

    /// <summary>Waits until the emulator answers; without Node.js the test is skipped, and says so.</summary>
    public async Task ReadyAsync() => await _process.Value.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.IsValueCreated || !_process.Value.IsCompletedSuccessfully)
        {
            return;
        }

        using var process = await _process.Value;
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<Process> StartAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            await InstallAsync();
        }

        var process = Start("node", "serve.js");
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.Split(' ') is not ["ready", var port])
        {
            throw new InvalidOperationException($"The emulator did not start: {line} {await process.StandardError.ReadToEndAsync()}");
        }

        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", $"http://127.0.0.1:{port}");
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        return process;
    }

    private static async Task InstallAsync()
    {
        using var npm = Start("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {Folder}: {await errors}");
        }
    }

    // The emulator ends when its standard input closes, for example because this process is killed.
    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            Assert.Skip($"NOT TESTED: the SQS and S3 adapters need Node.js 20 or newer for their emulator. {missing.Message}");
            throw;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Pipeline.sln is nowhere above the tests.");
        }

        return folder;
    }
}
