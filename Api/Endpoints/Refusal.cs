using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Core;

namespace Pipeline.Api.Endpoints;

/// <summary>The answers to requests that cannot be met.</summary>
internal static class Refusal
{
    public static BadRequest<ErrorResponse> BadRequest(Fault fault) =>
        TypedResults.BadRequest(new ErrorResponse(fault.ToString(), StatusCodes.Status400BadRequest));

    public static NotFound<ErrorResponse> NotFound(string message) =>
        TypedResults.NotFound(new ErrorResponse(message, StatusCodes.Status404NotFound));
}
