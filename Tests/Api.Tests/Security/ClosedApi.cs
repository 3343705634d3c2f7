using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Security;
using Pipeline.Api.Tests.Fakes;

namespace Pipeline.Api.Tests.Security;

/// <summary>The API with an account and a key of every kind.</summary>
public sealed class ClosedApi : ApiHost
{
    internal const string ReaderName = "rita";
    internal const string OperatorName = "olaf";
    internal const string Password = "correct horse battery";
    internal const string Shop = "https://shop.example";

    // Made once: it is meant to take long.
    private static readonly string PasswordHash = Account.HashPassword(Password);

    public ClosedApi()
    {
        SetAccount(ReaderName, $"reader {PasswordHash}");
        SetAccount(OperatorName, $"operator {PasswordHash}");
        SetKey("shop", $"ingest {AccessKey.WriteHash(IngestKey)}");
        SetKey("website", $"ingest {AccessKey.WriteHash(BrowserKey)} origin={Shop}");
        SetKey("reports", $"reader {AccessKey.WriteHash(ReaderKey)}");
        SetKey("robot", $"operator {AccessKey.WriteHash(OperatorKey)}");
    }

    internal static string IngestKey { get; } = AccessKey.Create();

    internal static string BrowserKey { get; } = AccessKey.Create();

    internal static string ReaderKey { get; } = AccessKey.Create();

    internal static string OperatorKey { get; } = AccessKey.Create();

    internal void SetAccount(string name, string line) => Settings[$"Api:Access:Accounts:{name}"] = line;

    internal void SetKey(string name, string line) => Settings[$"Api:Access:Keys:{name}"] = line;

    /// <summary>Changes a setting of the running API, as an edited file would.</summary>
    internal void Change(string key, string? value)
    {
        var configuration = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        configuration.Reload();
    }

    internal HttpClient Client(string? key = null, string? origin = null)
    {
        var client = CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin);
        }

        return client;
    }
}
