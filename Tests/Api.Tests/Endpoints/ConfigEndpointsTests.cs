using System.Text.Json;
using Pipeline.Api.Tests.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class ConfigEndpointsTests
{
    [Fact]
    public async Task GetConfig_Settings_AreWhatClientsHaveToKnow()
    {
        await using var host = new ApiHost();
        using var client = host.WithWebHostBuilder(builder => builder
            .UseSetting("Web:Shop", "Lindenhof").UseSetting("Web:Currency", "CHF").UseSetting("Pipeline:TimeZone", "Europe/Berlin")).CreateClient();

        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/config", TestContext.Current.CancellationToken));

        Json.Equal(
            """
            {"data":{"shop":"Lindenhof","timeZone":"Europe/Berlin","currency":"CHF","demo":false,"version":"0.1.0",
            "limits":{"eventsPerBatch":1000,"batchBytes":1048576,"eventBytes":32768}}}
            """,
            answer.RootElement);
    }
}
