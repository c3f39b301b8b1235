using System.Diagnostics.Metrics;
using Kinora.Web.Jobs;

namespace Kinora.Web.Monitoring;

/// <summary>What the server counts of itself.</summary>
internal sealed class WebMetrics
{
    private readonly Counter<long> bytes;
    private readonly Counter<long> accepted;
    private readonly Counter<long> ended;
    private readonly Counter<long> refused;
    private readonly Histogram<double> seconds;

    public WebMetrics(IMeterFactory meters, JobQueue queue)
    {
        var meter = meters.Create("Kinora.Web");
        bytes = meter.CreateCounter<long>("kinora.uploads", "By", "Bytes of the videos that were accepted.");
        accepted = meter.CreateCounter<long>("kinora.jobs.accepted", null, "Jobs that were accepted.");
        ended = meter.CreateCounter<long>("kinora.jobs.ended", null, "Jobs that have ended, by how.");
        refused = meter.CreateCounter<long>("kinora.requests.refused", null, "Requests that were refused, by the answer's status.");
        seconds = meter.CreateHistogram("kinora.job.duration", "s", "From the start of a job to its end.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120, 300, 600] });
        meter.CreateObservableGauge("kinora.jobs", () => (IEnumerable<Measurement<int>>)
        [
            new(queue.Waiting, new KeyValuePair<string, object?>("state", "queued")),
            new(queue.Running, new KeyValuePair<string, object?>("state", "running")),
        ], null, "Jobs that wait and that run.");
    }

    /// <summary>A video was accepted; none of its own where it was uploaded before.</summary>
    public void Accepted(long size)
    {
        bytes.Add(size);
        accepted.Add(1);
    }

    public void JobEnded(Job job, TimeSpan time)
    {
        ended.Add(1, new("state", job.State.ToString().ToLowerInvariant()), new("failure", job.Failure?.ToString().ToLowerInvariant() ?? ""));
        seconds.Record(time.TotalSeconds, new KeyValuePair<string, object?>("model", job.Model));
    }

    public void Refused(int status) => refused.Add(1, new KeyValuePair<string, object?>("status", status));
}
