using Pipeline.Core.Analytics.Journeys;
using Xunit;

namespace Pipeline.Core.Tests.Analytics.Journeys;

public sealed class VisitCursorTests
{
    [Theory]
    [InlineData("s1")]
    [InlineData("a:b:é😀")]
    public void TryParse_WhatToStringWrote_IsTheSame(string session)
    {
        var cursor = new VisitCursor(new(2026, 3, 11, 10, 0, 0, 1, TimeSpan.Zero), session);

        Assert.True(VisitCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("***")]
    [InlineData("MTIz")]
    [InlineData("eDpz")]
    public void TryParse_Damaged_IsRefused(string text) => Assert.False(VisitCursor.TryParse(text, out _));
}
