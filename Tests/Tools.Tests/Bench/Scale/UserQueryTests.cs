using System.Net;
using System.Text;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale;

public sealed class UserQueryTests
{
    private const string Nobody = """{"data":[]}""";
    private const string Somebody = """{"data":[{"userId":"user-1"}]}""";

    [Theory]
    [InlineData(true, Somebody, true)]
    [InlineData(true, Nobody, false)]
    [InlineData(false, Nobody, true)]
    [InlineData(false, Somebody, false)]
    public void IsAnsweredBy_AnAnswer_FindsSomebodyExactlyWhenItShould(bool finds, string answer, bool expected) =>
        Assert.Equal(expected, new UserQuery("any", "text", finds).IsAnsweredBy(new TimedAnswer(HttpStatusCode.OK, 1, Encoding.UTF8.GetBytes(answer))));

    [Fact]
    public void IsAnsweredBy_NoAnswer_IsFalse() =>
        Assert.False(new UserQuery("any", "text", Finds: false).IsAnsweredBy(new TimedAnswer(Status: null, 1, [])));

    [Fact]
    public void Next_OneOfEachKind_LooksForUsersWithAName()
    {
        var queries = new UserQueries(users: 1_000, usersPerName: 1_000, new Random(1));
        var name = UserName.Of(0);

        var made = Enumerable.Range(0, UserQueries.Kinds).Select(_ => queries.Next()).ToList();

        Assert.Equal(UserQueries.Kinds, made.DistinctBy(query => query.Kind).Count());
        Assert.Equal("user-0", made[0].Text);
        Assert.Equal($"{name.First} {name.Last}", Assert.Single(made, query => query.Kind == "first and last name").Text);
        Assert.All(made.Where(query => query.Kind.Contains("name", StringComparison.Ordinal)), query =>
            Assert.Contains(query.Text, $"{name.First} {name.Last}", StringComparison.OrdinalIgnoreCase));
        // A text this short finds only what begins with it.
        Assert.All(made.Where(query => query.Kind.Contains("character", StringComparison.Ordinal)), query =>
            Assert.Contains(new[] { name.First, name.Last }, part => part.StartsWith(query.Text, StringComparison.Ordinal)));
        Assert.Single(made, query => !query.Finds);
    }
}
