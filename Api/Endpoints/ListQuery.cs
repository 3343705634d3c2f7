using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;
using Pipeline.Core;
using Pipeline.Core.Analytics;

namespace Pipeline.Api.Endpoints;

/// <summary>Which part of each list an analytics request asks for.</summary>
/// <param name="Limit">How many entries.</param>
/// <param name="Offset">How many entries to leave out before them.</param>
internal readonly record struct ListQuery(
    [FromQuery(Name = "limit")] string? Limit,
    [FromQuery(Name = "offset")] string? Offset)
{
    public bool TryRead(int fallback, out ListWindow window, [NotNullWhen(false)] out Fault? fault)
    {
        window = default;
        if (!QueryText.TryReadLimit(Limit, fallback, ListWindow.MaxLimit, out var limit, out fault)
            || !QueryText.TryReadNumber("offset", Offset, 0, 0, ListWindow.MaxOffset, out var offset, out fault))
        {
            return false;
        }

        window = new ListWindow(offset.Value, limit.Value);
        return true;
    }
}
