using System.Runtime.InteropServices;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// The large shop's events in the order of sending, as its exports would hold them: evenly over its days up to now, with the planted
/// visits among them. Counts what it has given out, with no help from the pipeline. The same plan gives the same events.
/// </summary>
internal sealed class ScaleTraffic
{
    private readonly BenchEvents _events;
    private readonly PlantedVisits _planted;
    private readonly Dictionary<string, long> _views = [];
    private long _searches;
    private long _addedToCart;
    private long _orders;
    private decimal _revenue;

    public ScaleTraffic(ScalePlan plan)
    {
        // No event may be on the day before.
        var start = ScalePlan.StartOf(plan.FirstDay) + BenchEvents.MaxSkew;
        _events = new BenchEvents(BenchShop.Large, start, (plan.Events - PlantedVisits.Events) / (plan.Now - start).TotalSeconds);
        // The last planted event must be due before the last of the others.
        _planted = new PlantedVisits(ScalePlan.StartOf(plan.FirstPlantedDay), plan.Now.AddHours(-1));
    }

    /// <summary>Users so far, without the planted ones: <c>user-0</c> and so on.</summary>
    public int Users => _events.Users;

    /// <summary>The numbers of all events so far.</summary>
    public ShopTotals Totals => new(
        _events.Sessions + _planted.Sessions,
        _events.Users + _planted.Users,
        _views.Values.OrderDescending().Take(ShopTotals.Pages).Sum(),
        _searches,
        _addedToCart,
        _orders,
        _revenue);

    /// <summary>The next events.</summary>
    public IEnumerable<BenchEvent> Take(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var item = _planted.TryNext(_events.Now, out var planted) ? planted : _events.NextEvent();
            Count(item);
            yield return item;
        }
    }

    /// <summary>The next events as JSON.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> TakeJson(int count) =>
        Take(count).Select(item => new ReadOnlyMemory<byte>(item.ToJson()));

    private void Count(BenchEvent item)
    {
        switch (item.EventType)
        {
            case EventTypes.PageView:
                CountView(item);
                break;
            case EventTypes.Search:
                CountView(item);
                _searches++;
                break;
            case EventTypes.OrderPlaced:
                CountView(item);
                _orders++;
                _revenue += item.Amount ?? 0;
                break;
            case EventTypes.AddToCart:
                _addedToCart++;
                break;
        }
    }

    private void CountView(BenchEvent item) => CollectionsMarshal.GetValueRefOrAddDefault(_views, item.Page, out _)++;
}
