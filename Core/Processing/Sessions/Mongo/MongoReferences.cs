using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;

namespace Pipeline.Core.Processing.Sessions.Mongo;

/// <summary>
/// References to events, a collection per UTC day of {_id, k: keys}. An <c>_id</c> is 28 bytes: a fingerprint of the visit, the
/// millisecond of the first event and a fingerprint of the keys. So the one index finds a visit's references in order, and a reference
/// that is written again is the same document.
/// </summary>
/// <remarks>Should two visits ever share a fingerprint, a reader gets keys of both: it recognizes its own events when it reads them.</remarks>
internal sealed class MongoReferences(MongoStorage storage)
{
    private const string Keys = "k";
    private const int VisitBytes = 16;
    private const int IdBytes = VisitBytes + TimeBytes + sizeof(ulong);
    private const int TimeBytes = sizeof(int);

    /// <summary>A batch may have events of thousands of days; each call takes a connection.</summary>
    private const int MaxDaysAtOnce = 8;

    /// <summary>References of one answer, a kilobyte each at most.</summary>
    private const int PageSize = 1_000;

    public Task AddAsync(IEnumerable<VisitTouch> touches, CancellationToken cancellationToken)
    {
        var days =
            from touch in touches
            let visit = Fingerprint(touch.SessionId, touch.UserId)
            from reference in EventReference.To(touch.Keys)
            group ToDocument(visit, reference) by reference.Day;
        return ForEachAsync(
            days,
            // A reference that exists already has the same content.
            (day, token) => storage.Collection(RawNames.ReferencesOf(day.Key)).WriteOnceAsync([.. day.Select(reference => new InsertOneModel<BsonDocument>(reference))], token),
            cancellationToken);
    }

    /// <summary>Adds the keys of visits' events to those that are still wanted.</summary>
    public async Task FindAsync(IEnumerable<(Visit Visit, EarliestKeys Keys)> visits, CancellationToken cancellationToken)
    {
        var days = (
            from visit in visits
            let wanted = new Wanted(Fingerprint(visit.Visit.Session.SessionId, visit.Visit.UserId), visit.Keys)
            from day in DaysOf(visit.Visit)
            where visit.Keys.Wants(day)
            group wanted by day).ToDictionary(day => day.Key, day => day.ToList());
        var open = days.Keys.AsEnumerable();
        if (days.Count > RawDays.MaxDaysUnlisted)
        {
            var stored = (await RawDays.GetWithReferencesAsync(storage, cancellationToken)).ToHashSet();
            open = open.Where(stored.Contains);
        }

        await ForEachAsync(open, (day, token) => ReadAsync(RawNames.ReferencesOf(day), day, days[day], token), cancellationToken);
        // Listed only now: what was sealed before its open day was read is among them. What is read twice counts once.
        var sealedDays = (await RawDays.GetSealedWithReferencesAsync(storage, cancellationToken)).Where(day => days.ContainsKey(day.Day));
        await ForEachAsync(
            sealedDays, (day, token) => ReadAsync(RawNames.ReferencesOf(day), day.Day, days[day.Day], token), cancellationToken);
    }

    private static IEnumerable<DateOnly> DaysOf(Visit visit)
    {
        var (first, last) = (DateOnly.FromDateTime(visit.First.UtcDateTime), DateOnly.FromDateTime(visit.Last.UtcDateTime));
        return Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber);
    }

    private static Task ForEachAsync<T>(IEnumerable<T> days, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            days,
            new ParallelOptions { MaxDegreeOfParallelism = MaxDaysAtOnce, CancellationToken = cancellationToken },
            async (day, token) => await work(day, token));

    private async Task ReadAsync(string collection, DateOnly day, List<Wanted> visits, CancellationToken cancellationToken)
    {
        // The days before may have given as many keys as are wanted.
        visits = visits.FindAll(visit => visit.Wants(day));
        while (visits.Count > 0)
        {
            var page = await storage.Collection(collection)
                .Find(new BsonDocument("$or", new BsonArray(visits.Select(visit => visit.Range))), MongoReads.Options)
                .Sort(new BsonDocument("_id", 1))
                .Limit(PageSize)
                .ToListAsync(cancellationToken).TranslateErrorsAsync();
            foreach (var reference in page)
            {
                visits.Find(visit => visit.Owns(reference))!.Take(EventReference.Read(day, reference[Keys].AsByteArray));
            }

            visits = page.Count < PageSize ? [] : [.. visits.Select(visit => visit.Behind(day, page[^1])).OfType<Wanted>()];
        }
    }

    private static BsonDocument ToDocument(byte[] visit, EventReference reference)
    {
        var id = new byte[IdBytes];
        visit.CopyTo(id, 0);
        reference.Keys.AsSpan(0, TimeBytes).CopyTo(id.AsSpan(VisitBytes));
        BinaryPrimitives.WriteUInt64BigEndian(id.AsSpan(VisitBytes + TimeBytes), XxHash3.HashToUInt64(reference.Keys));
        return new BsonDocument { { "_id", id }, { Keys, reference.Keys } };
    }

    // UTF-8 text never has a byte 0xFF: as a separator it distinguishes ("ab", "c") from ("a", "bc").
    private static byte[] Fingerprint(string sessionId, string userId) =>
        XxHash128.Hash([.. Encoding.UTF8.GetBytes(sessionId), 0xFF, .. Encoding.UTF8.GetBytes(userId)]);

    /// <summary>What is still to be read of a visit on one day.</summary>
    private sealed class Wanted(byte[] visit, EarliestKeys keys)
    {
        public BsonDocument Range { get; private init; } = RangeFrom("$gte", Id(visit, byte.MinValue), visit);

        public bool Wants(DateOnly day)
        {
            lock (keys)
            {
                return keys.Wants(day);
            }
        }

        public bool Owns(BsonDocument reference) => IdOf(reference).StartsWith(visit);

        public void Take(IEnumerable<EventKey> found)
        {
            // Several days are read at once.
            lock (keys)
            {
                keys.Add(found);
            }
        }

        /// <summary>What is left after the last reference of a page; null when nothing is left, or nothing that is wanted.</summary>
        public Wanted? Behind(DateOnly day, BsonDocument last)
        {
            var id = IdOf(last);
            var order = visit.AsSpan().SequenceCompareTo(id[..VisitBytes]);
            if (order != 0)
            {
                return order < 0 ? null : this;
            }

            var reached = EventReference.Read(day, last[Keys].AsByteArray).First();
            lock (keys)
            {
                return keys.Wants(reached) ? new Wanted(visit, keys) { Range = RangeFrom("$gt", id.ToArray(), visit) } : null;
            }
        }

        private static ReadOnlySpan<byte> IdOf(BsonDocument reference) => reference["_id"].AsByteArray;

        private static BsonDocument RangeFrom(string bound, byte[] from, byte[] visit) =>
            new("_id", new BsonDocument { { bound, from }, { "$lte", Id(visit, byte.MaxValue) } });

        private static byte[] Id(byte[] visit, byte fill)
        {
            var id = new byte[IdBytes];
            id.AsSpan().Fill(fill);
            visit.CopyTo(id, 0);
            return id;
        }
    }
}
