namespace Pipeline.Api.Contracts;

/// <param name="UserId">The user whose profile is on its way.</param>
internal sealed record ProfileReceipt(string UserId);
