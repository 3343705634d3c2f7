using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>Settings that can't work: exit code 1, every problem with its key, and no secret.</summary>
public sealed class StartTests(AwsEmulators emulators)
{
    private const string Password = "h0rse-b4ttery";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Api")]
    [InlineData("Workers")]
    [InlineData("Jobs")]
    public async Task Start_NothingSet_ListsEveryMissingKey(string program)
    {
        var output = await RefuseAsync(program, []);

        AssertListed(output, "Pipeline:Sqs:QueueUrl", "Pipeline:Sqs:DeadLetterQueueUrl", "Pipeline:Mongo:ConnectionString");
    }

    [Fact]
    public async Task Start_IngestOnlyWithNothingSet_AsksForTheQueueOnly()
    {
        var output = await RefuseAsync("Api", [("Api__Serves", "ingest")]);

        AssertListed(output, "Pipeline:Sqs:QueueUrl", "Pipeline:Sqs:DeadLetterQueueUrl");
        Assert.DoesNotContain("Mongo", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Workers")]
    [InlineData("Jobs")]
    public async Task Start_WrongValues_ListsEachAndNoSecret(string program)
    {
        var output = await RefuseAsync(
            program,
            [
                ("Pipeline__Sqs__QueueUrl", "events"),
                ("Pipeline__Sqs__DeadLetterQueueUrl", "https://sqs.us-east-1.amazonaws.com/1/dead.fifo"),
                ("Pipeline__Queue__VisibilityTimeout", "00:00:00"),
                ("Pipeline__Mongo__ConnectionString", $"mongo://shop:{Password}@127.0.0.1/"),
                ("Pipeline__Mongo__Database", "no such name"),
                ("Pipeline__Jobs__Storage__ConnectionString", $"mongodb//shop:{Password}@127.0.0.1/"),
                ("Pipeline__Jobs__Storage__Database", "nor this"),
            ]);

        AssertListed(
            output,
            "Pipeline:Sqs:QueueUrl 'events'",
            "Pipeline:Sqs:DeadLetterQueueUrl 'https://sqs.us-east-1.amazonaws.com/1/dead.fifo'",
            "Pipeline:Queue:VisibilityTimeout is '00:00:00'",
            "Pipeline:Mongo:ConnectionString",
            "Pipeline:Mongo:Database 'no such name'");
        if (program != "Workers")
        {
            AssertListed(output, "Pipeline:Jobs:Storage:ConnectionString", "Pipeline:Jobs:Storage:Database 'nor this'");
        }
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Workers")]
    [InlineData("Jobs")]
    public async Task Start_NothingThatIsNamedIsThere_NamesAllAndNoSecret(string program)
    {
        await emulators.ReadyAsync(Token);
        var missing = $"{emulators.Endpoint}000000000000/no-such-queue";
        var port = Ports.Free();
        var output = await RefuseAsync(
            program,
            [
                ("AWS_ENDPOINT_URL", emulators.Endpoint.ToString()),
                ("Pipeline__Sqs__QueueUrl", missing),
                ("Pipeline__Sqs__DeadLetterQueueUrl", missing + "-dead"),
                ("Pipeline__S3__Bucket", "no-such-bucket"),
                ("Pipeline__S3__PathStyle", "true"),
                ("Pipeline__Mongo__ConnectionString", $"mongodb://shop:{Password}@127.0.0.1:{port}/?serverSelectionTimeoutMS=500"),
            ]);

        AssertListed(
            output,
            $"Pipeline:Sqs:QueueUrl {missing}",
            $"Pipeline:Sqs:DeadLetterQueueUrl {missing}-dead",
            "sqs:GetQueueAttributes",
            $"MongoDB: MongoDB at 127.0.0.1:{port}");
        if (program != "Workers")
        {
            AssertListed(output, $"Job storage: MongoDB at 127.0.0.1:{port} (database 'pipeline_jobs')");
        }

        if (program == "Jobs")
        {
            AssertListed(output, "Pipeline:S3:Bucket no-such-bucket", "s3:ListBucket");
        }
    }

    [Theory]
    [InlineData("Workers", "Pipeline__Adapters__Store", "Sqlite", "Pipeline:Adapters:Store=Sqlite")]
    [InlineData("Jobs", "Pipeline__Adapters__Queue", "Sqlite", "Pipeline:Adapters:Queue=Sqlite")]
    [InlineData("Workers", "Pipeline__Profile", "", "Set Pipeline:Profile=Aws")]
    [InlineData("Jobs", "Pipeline__Profile", "Azure", "Pipeline:Profile is 'Azure'")]
    [InlineData("Workers", "Pipeline__Adapters__Archive", "Tape", "Pipeline:Adapters:Archive is 'Tape'")]
    [InlineData("Api", "Api__Serves", "ingest,cook", "Api:Serves has 'cook'")]
    public async Task Start_ImpossibleCombination_SaysWhich(string program, string variable, string value, string said)
    {
        AssertListed(await RefuseAsync(program, [(variable, value)]), said);
    }

    [Fact]
    public async Task Start_PartOfTheApiOnEmbeddedFiles_IsRefused()
    {
        var output = await RefuseAsync("Api", [("Pipeline__Profile", "Embedded"), ("Api__Serves", "analytics")]);

        AssertListed(output, "Api:Serves is 'analytics'", "Pipeline:Adapters:Store=Sqlite");
    }

    private static async Task<string> RefuseAsync(string program, IReadOnlyList<(string Variable, string Value)> settings)
    {
        using var directory = new TemporaryDirectory();
        var environment = new Dictionary<string, string>
        {
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["Pipeline__Profile"] = "Aws",
            ["Pipeline__DataDirectory"] = directory.Path,
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}",
        };
        foreach (var (variable, value) in settings)
        {
            environment[variable] = value;
        }

        var assembly = program switch { "Api" => Repository.Api, "Workers" => Repository.Workers, _ => Repository.Jobs };
        await using var process = ChildProcess.Start("dotnet", [assembly], environment);
        var code = await process.WaitAsync(Token);
        Assert.True(code == 1, $"Ended with {code}:\n{process.Output}");
        Assert.DoesNotContain(Password, process.Output, StringComparison.Ordinal);
        return process.Output;
    }

    private static void AssertListed(string output, params string[] problems)
    {
        Assert.Contains("Cannot start:", output, StringComparison.Ordinal);
        Assert.All(problems, problem => Assert.Contains(problem, output, StringComparison.Ordinal));
    }
}
