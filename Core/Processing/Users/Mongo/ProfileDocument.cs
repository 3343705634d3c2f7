using System.Text.Json;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users.Mongo;

/// <summary>The profile within a user's document: replaced whole, and only by one that is at least as new.</summary>
internal static class ProfileDocument
{
    private const string Profile = "p";
    private const string TicksPath = $"{Profile}.ticks";
    private const string SequencePath = $"{Profile}.sequence";

    /// <summary>The version is compared where the profile is written, so that updates may race and repeat.</summary>
    public static WriteModel<BsonDocument> Put(ProfileUpdate update)
    {
        var (profile, ticks) = (update.Profile, update.ReceivedAt.UtcTicks);
        var notNewer = new BsonArray
        {
            new BsonDocument(Profile, new BsonDocument("$exists", false)),
            new BsonDocument(TicksPath, new BsonDocument("$lt", ticks)),
            new BsonDocument { { TicksPath, ticks }, { SequencePath, new BsonDocument("$lte", update.Sequence) } },
        };
        return new UpdateOneModel<BsonDocument>(
            new BsonDocument { { "_id", profile.UserId }, { "$or", notNewer } },
            new BsonDocument
            {
                {
                    "$set", new BsonDocument(Profile, new BsonDocument
                    {
                        { "fname", BsonValue.Create(profile.Fname) },
                        { "lname", BsonValue.Create(profile.Lname) },
                        { "age", BsonValue.Create(profile.Age) },
                        { "country", BsonValue.Create(profile.Country) },
                        { "language", BsonValue.Create(profile.Language) },
                        { "metadata", BsonValue.Create(profile.Metadata?.GetRawText()) },
                        { "ticks", ticks },
                        { "sequence", update.Sequence },
                    })
                },
                { "$inc", new BsonDocument(UserNumbers.Unindexed, 1) },
            });
    }

    public static UserProfile Read(BsonDocument user)
    {
        var profile = user.GetValue(Profile, new BsonDocument()).AsBsonDocument;
        return new UserProfile(
            user["_id"].AsString,
            Text("fname"),
            Text("lname"),
            profile.GetValue("age", BsonNull.Value).AsNullableInt32,
            Text("country"),
            Text("language"),
            Text("metadata") is { } metadata ? JsonElement.Parse(metadata) : null);

        string? Text(string name) => profile.GetValue(name, BsonNull.Value) is BsonString text ? text.Value : null;
    }
}
