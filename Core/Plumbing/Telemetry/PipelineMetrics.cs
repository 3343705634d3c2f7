using System.Diagnostics.Metrics;

namespace Pipeline.Core.Plumbing.Telemetry;

/// <summary>The instruments of the pipeline. Counters count events unless they say otherwise.</summary>
public sealed class PipelineMetrics
{
    public const string MeterName = "Pipeline";

    private readonly Counter<long> _outcomes;
    private readonly Histogram<double> _batchSeconds;
    private readonly Histogram<double> _lagSeconds;
    private readonly Gauge<long> _queueMessages;
    private readonly Gauge<double> _queueAgeSeconds;
    private readonly Counter<long> _alarms;
    private readonly Gauge<double> _probeSeconds;

    public PipelineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _outcomes = meter.CreateCounter<long>("pipeline.drain.events", "{event}", "Drained events and profiles by outcome.");
        _batchSeconds = meter.CreateHistogram<double>("pipeline.drain.batch", "s", "Time to store one batch.");
        _lagSeconds = meter.CreateHistogram<double>("pipeline.drain.lag", "s", "From receipt at the API to stored, oldest of a batch.");
        _queueMessages = meter.CreateGauge<long>("pipeline.queue.messages", "{message}", "Messages in the queue by state.");
        _queueAgeSeconds = meter.CreateGauge<double>("pipeline.queue.age", "s", "Age of the oldest message.");
        _alarms = meter.CreateCounter<long>("pipeline.alarms", "{alarm}", "Alarms raised by kind.");
        _probeSeconds = meter.CreateGauge<double>("pipeline.probe", "s", "From sending the last probe that has arrived to a stage of its way.");
    }

    public void Drained(string outcome, long count) => _outcomes.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void BatchStored(TimeSpan took, TimeSpan lag)
    {
        _batchSeconds.Record(took.TotalSeconds);
        _lagSeconds.Record(lag.TotalSeconds);
    }

    public void QueueSampled(long visible, long inFlight, long deadLetters, TimeSpan oldestAge)
    {
        _queueMessages.Record(visible, new KeyValuePair<string, object?>("state", "visible"));
        _queueMessages.Record(inFlight, new KeyValuePair<string, object?>("state", "in_flight"));
        _queueMessages.Record(deadLetters, new KeyValuePair<string, object?>("state", "dead"));
        _queueAgeSeconds.Record(oldestAge.TotalSeconds);
    }

    public void ProbeArrived(TimeSpan queued, TimeSpan stored, TimeSpan rolledUp)
    {
        _probeSeconds.Record(queued.TotalSeconds, new KeyValuePair<string, object?>("stage", "queued"));
        _probeSeconds.Record(stored.TotalSeconds, new KeyValuePair<string, object?>("stage", "stored"));
        _probeSeconds.Record(rolledUp.TotalSeconds, new KeyValuePair<string, object?>("stage", "rollup"));
    }

    public void AlarmRaised(string kind) => _alarms.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
