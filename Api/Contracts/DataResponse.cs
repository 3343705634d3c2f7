namespace Pipeline.Api.Contracts;

/// <summary>The envelope of every successful answer.</summary>
internal sealed record DataResponse<T>(T Data)
    where T : notnull;
