using Pipeline.Api.Contracts;

namespace Pipeline.Api.OpenApi;

/// <summary>Describes the errors that a group of endpoints may answer with.</summary>
internal static class ErrorDocs
{
    public static RouteGroupBuilder ProducesErrors(this RouteGroupBuilder group, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ErrorResponse), ["application/json"]));
        }

        return group;
    }
}
