namespace Pipeline.Api.Contracts;

/// <param name="Name">The account's name.</param>
/// <param name="Password">Its password.</param>
internal sealed record SignInRequest(string? Name, string? Password);

/// <summary>Who a request is from.</summary>
/// <param name="Name">The account's name, <c>key:NAME</c>, or <c>local</c> where nobody signs in.</param>
/// <param name="Roles">What it may do: <c>reader</c>, <c>operator</c>, <c>ingest</c>.</param>
internal sealed record Me(string Name, IReadOnlyList<string> Roles);
